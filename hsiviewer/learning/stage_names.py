"""What the stages of a job are called in reports, records and progress."""

PRETRAINING = "pre-training"
FINETUNING = "fine-tuning"
PREDICTING = "predicting"
SUGGESTING = "suggesting"

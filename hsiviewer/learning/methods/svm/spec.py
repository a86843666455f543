"""What lists tell of the support vector machine."""

from hsiviewer.learning.registry import MethodSpec
from hsiviewer.learning.stage_names import FINETUNING, PREDICTING

METHOD = MethodSpec(
    id="svm",
    title="Support vector machine",
    summary="Radial basis functions on standardised spectra; C and gamma are "
    "chosen by cross-validation inside the labels.",
    config="hsiviewer.learning.methods.svm.config:SvmConfig",
    entry="hsiviewer.learning.methods.svm.method",
    objects="hsiviewer.learning.methods.svm.objects",
    stages=(FINETUNING, PREDICTING),
    citation="Melgani and Bruzzone (2004), doi:10.1109/TGRS.2004.831865",
)

import torch

from hsiviewer.learning.modules.text_tower import END, TextTower, WordVocabulary


def make_tower():
    torch.manual_seed(0)
    return TextTower(40, length=20).eval()


def test_published_size_has_the_published_number_of_parameters():
    tower = TextTower()
    assert sum(each.numel() for each in tower.parameters()) == 6_945_536
    assert tower.tokens.weight.numel() == 6_324_224


def test_vector_does_not_depend_on_padding_after_the_end():
    tower = make_tower()
    short = torch.tensor([[0, 5, 6, END]])
    padded = torch.tensor([[0, 5, 6, END, END, END, END]])
    torch.testing.assert_close(tower(short), tower(padded))


def test_later_token_leaves_earlier_states_alone():
    tower = make_tower()
    # The feature is read at the first END; what follows it must not matter.
    first = torch.tensor([[0, 5, 6, END, 7, 8]])
    second = torch.tensor([[0, 5, 6, END, 9, 3]])
    torch.testing.assert_close(tower(first), tower(second))
    earlier = torch.tensor([[0, 5, 9, END, 7, 8]])
    assert not torch.allclose(tower(first), tower(earlier))


def test_vocabulary_tells_sentences_apart_and_knows_its_words():
    sentences = ["a patch of a Tree.", "a patch of a roof."]
    vocabulary = WordVocabulary(sentences)
    numbers = vocabulary.encode(sentences, length=77)
    assert numbers.shape == (2, 8)
    assert not torch.equal(numbers[0], numbers[1])
    assert int(numbers.max()) < len(vocabulary)
    assert torch.equal(
        vocabulary.encode(["A PATCH of a tree."], length=77)[0], numbers[0]
    )


def test_long_sentence_is_cut_to_the_length_and_still_ends():
    vocabulary = WordVocabulary(["word " * 200])
    numbers = vocabulary.encode(["word " * 200], length=77)
    assert numbers.shape == (1, 77)
    assert numbers[0, -1] == END

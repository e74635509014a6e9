from citygraph.extraction.folding import fold_name, fold_word


def test_accents_and_case_go() -> None:
    assert fold_name("Łódź") == "lodz"
    assert fold_name("Sønderborg") == "sonderborg"
    assert fold_word("ΑΘΉΝΑΣ") == fold_word("Αθήνασ")


def test_letters_of_the_alphabet_stay() -> None:
    assert fold_word("Йелгава") != fold_word("Иелгава")


def test_lookalikes_take_the_script_of_the_word() -> None:
    assert fold_word("Бeлгия") == fold_word("Белгия")  # a Latin e

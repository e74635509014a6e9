from datetime import date

import pytest

from citygraph.extraction.dates import DateFinder, document_date, nearest_year, settle


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("bg", "на 7 и 8 юни 2024 г.", "2024-06-07/2024-06-08"),
        ("ca", "10 i 11 d'abril de 2024", "2024-04-10/2024-04-11"),
        ("cs", "od 28. února do 1. března 2024", "2024-02-28/2024-03-01"),
        ("da", "den 3.-4. november 2025", "2025-11-03/2025-11-04"),
        ("de", "vom 7. bis 8. Juni 2024", "2024-06-07/2024-06-08"),
        ("el", "στις 20 και 21 Οκτωβρίου 2023", "2023-10-20/2023-10-21"),
        ("en", "June 7-8, 2017", "2017-06-07/2017-06-08"),
        ("es", "del 28 de septiembre al 2 de octubre de 2020", "2020-09-28/2020-10-02"),
        ("et", "20.–22. mail 2019", "2019-05-20/2019-05-22"),
        ("eu", "2024ko ekainaren 7an", "2024-06-07"),
        ("fi", "7.–11. lokakuuta 2019", "2019-10-07/2019-10-11"),
        ("fr", "le 1er mai 2024", "2024-05-01"),
        ("ga", "12 Bealtaine 2023", "2023-05-12"),
        ("gl", "14 e 15 de xuño de 2023", "2023-06-14/2023-06-15"),
        ("hr", "od 15. do 17. studenoga 2023.", "2023-11-15/2023-11-17"),
        ("hu", "2024. június 7–8-án", "2024-06-07/2024-06-08"),
        ("is", "14. og 15. júní 2021", "2021-06-14/2021-06-15"),
        ("it", "dal 6 all'8 luglio 2022", "2022-07-06/2022-07-08"),
        ("lt", "2024 m. birželio 7–8 d.", "2024-06-07/2024-06-08"),
        ("lv", "2023. gada 3.–5. maijā", "2023-05-03/2023-05-05"),
        ("mk", "7 и 8 јуни 2024 година", "2024-06-07/2024-06-08"),
        ("mt", "7 ta' Ġunju 2024", "2024-06-07"),
        ("nl", "7 en 8 juni 2024", "2024-06-07/2024-06-08"),
        ("no", "23.–25. september 2019", "2019-09-23/2019-09-25"),
        ("pl", "w dniach 17–18 kwietnia 2023 r.", "2023-04-17/2023-04-18"),
        ("pt", "de 13 a 15 de novembro de 2023", "2023-11-13/2023-11-15"),
        ("ro", "29 și 30 octombrie 2024", "2024-10-29/2024-10-30"),
        ("sk", "5. a 6. júna 2023", "2023-06-05/2023-06-06"),
        ("sl", "20. in 21. septembra 2022", "2022-09-20/2022-09-21"),
        ("sq", "7 dhe 8 qershor 2023", "2023-06-07/2023-06-08"),
        ("sr", "12. до 14. октобра 2023", "2023-10-12/2023-10-14"),
        ("sv", "den 12–13 maj 2022", "2022-05-12/2022-05-13"),
        ("tr", "12-13 Mayıs 2022", "2022-05-12/2022-05-13"),
        ("uk", "8–10 червня 2022 року", "2022-06-08/2022-06-10"),
        ("en", "06.06.2017", "2017-06-06"),
        ("en", "2021-12-02", "2021-12-02"),
    ],
)
def test_a_date_is_read_in_each_language(language: str, text: str, value: str) -> None:
    found = DateFinder(language).find(text, 0, len(text), None)
    assert [mention.value for mention in found] == [value]
    assert text[found[0].start_offset : found[0].end_offset] == found[0].text


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "from Wednesday 3 May to Friday 5 May 2024", "2024-05-03/2024-05-05"),
        ("en", "Day 1, 5 March 2024", "2024-03-05"),
        ("es", "del martes 3 al jueves 5 de mayo de 2024", "2024-05-03/2024-05-05"),
        ("gl", "do 3 ao 5 de maio de 2024", "2024-05-03/2024-05-05"),
        ("fr", "du mardi 3 au jeudi 5 mai 2024", "2024-05-03/2024-05-05"),
        ("ro", "de la 3 la 5 mai 2024", "2024-05-03/2024-05-05"),
        ("de", "30.4.–2.5.2024", "2024-04-30/2024-05-02"),
        ("de", "vom 12.05.2024 bis 15.05.2024", "2024-05-12/2024-05-15"),
        ("bg", "от 12.05.2024 г. до 15.05.2024 г.", "2024-05-12/2024-05-15"),
        ("hr", "24. stu 2023. – 03. sij 2024.", "2023-11-24/2024-01-03"),
        ("pl", "od 28 grudnia 2023 r. do 3 stycznia 2024 r.", "2023-12-28/2024-01-03"),
        ("eu", "2021(e)ko abuztuaren 15(a)", "2021-08-15"),
        ("eu", "2021(e)'ko abu. 15–17", "2021-08-15/2021-08-17"),
        ("de", "3. Jänner 2024", "2024-01-03"),
        ("nl", "van woensdag 3 tot vrijdag 5 mei 2024", "2024-05-03/2024-05-05"),
        ("et", "3. maist 5. maini 2024", "2024-05-03/2024-05-05"),
        ("lv", "no 30. aprīļa līdz 2. maijam 2024", "2024-04-30/2024-05-02"),
        ("lt", "nuo 2024 m. balandžio 30 d. iki gegužės 2 d.", "2024-04-30/2024-05-02"),
        ("pl", "3-go maja 2024", "2024-05-03"),
        ("hr", "26–28. mart 2025.", "2025-03-26/2025-03-28"),
        ("el", "από τις 3 έως τις 5 Μαΐου 2024", "2024-05-03/2024-05-05"),
        ("el", "τον Μάρτιο 2024", "2024-03"),
        ("tr", "3 Mayıs’tan 5 Mayıs’a kadar", "2024-05-03/2024-05-05"),
        ("eu", "2024ko maiatzaren 3tik 5era", "2024-05-03/2024-05-05"),
        ("ga", "ón 3 go dtí an 5 Bealtaine 2024", "2024-05-03/2024-05-05"),
        ("mt", "mill-10 sal-11 ta’ April 2024", "2024-04-10/2024-04-11"),
        ("sq", "nga data 3 deri në 5 maj 2024", "2024-05-03/2024-05-05"),
        ("en", "in February", "2024-02"),
        ("pl", "w październiku", "2023-10"),
        ("fi", "lokakuussa", "2023-10"),
        ("it", "a febbraio", "2024-02"),
        ("es", "el pasado día 22", "2024-01-22"),
        ("en", "on the 12th of this month", "2024-02-12"),
        ("fi", "keskiviikkona 12.3. klo 10", "2024-03-12"),
    ],
)
def test_a_date_is_read_in_other_forms(language: str, text: str, value: str) -> None:
    found = DateFinder(language).find(text, 0, len(text), None)
    settle(found, date(2024, 2, 1))
    assert [mention.value for mention in found] == [value]


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("fr", "La rencontre aura lieu le 9 octobre", "2024-10-09"),
        ("da", "I april mødtes netværket i Odense", "2023-04"),
        ("pl", "W październiku ubiegłego roku partnerzy spotkali się w Gdyni", "2023-10"),
    ],
)
def test_the_tense_tells_the_year(language: str, text: str, value: str) -> None:
    found = DateFinder(language).find(text, 0, len(text), None)
    settle(found, date(2023, 12, 1))
    assert [mention.value for mention in found] == [value]


def test_a_date_that_is_a_name_is_none() -> None:
    text = "Universitatea „1 Decembrie 1918” și articolul 2.3. din lege"
    assert DateFinder("ro").find(text, 0, len(text), None) == []


def test_no_year_is_invented() -> None:
    found = DateFinder("en").find("on 2 December", 0, 13, None)
    assert not found[0].resolved
    settle(found, date(2021, 11, 29))
    assert found[0].value == "2021-12-02"


def test_a_missing_year_is_the_nearest_and_rather_to_come() -> None:
    assert nearest_year(1, 5, date(2023, 12, 20)) == 2024
    assert nearest_year(9, 24, date(2024, 3, 20)) == 2024


def test_numbers_that_are_no_dates() -> None:
    text = "Law 12/2019, 5 mayors, 3.14, Horizon 2020, tel. 0879 651 043"
    finder = DateFinder("en")
    assert finder.find(text, 0, len(text), None) == []
    assert finder.years(text, []) == []


def test_years_alone_are_told_as_years() -> None:
    text = "by 2030 and in 2021-2027"
    found = DateFinder("en").years(text, [])
    assert [(m.start, m.end, m.year_only) for m in found] == [
        ("2030", "2030", True),
        ("2021", "2027", True),
    ]


def test_the_day_of_a_document_is_its_dateline() -> None:
    text = "A title\n\n4 May 2023\n\nThe meeting is on 9 June 2023 in Ghent, and it will last for long hours."
    found = DateFinder("en").find(text, 0, len(text), None)
    assert document_date(found, text) == date(2023, 5, 4)


def test_two_days_in_two_sentences_are_no_range() -> None:
    text = "We met on 5 May 2024. 7 May 2024 is next."
    found = DateFinder("en").find(text, 0, len(text), None)
    assert [mention.value for mention in found] == ["2024-05-05", "2024-05-07"]

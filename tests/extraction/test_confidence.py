from citygraph.extraction.confidence import confidence


def test_confidence_falls_back_from_rule_to_type_to_all() -> None:
    known = confidence("relations", "coordinates", "word of coordinating")
    assert 0 < known < 1
    assert confidence("relations", "coordinates", "no such rule") <= 0.99
    assert confidence("relations", "no such predicate", "") > 0

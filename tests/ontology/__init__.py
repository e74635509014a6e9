"""Tests of the ontology, the code lists, the alignments and the shapes."""

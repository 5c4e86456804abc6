"""Strings to canonical values: Thai text, numerals, years, agencies, indicators, grades, status words, periods.

A normalizer knows no document. Its reference data (framework by year, gazetteer, vocabularies) lies beside it as data.
"""

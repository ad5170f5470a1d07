"""Measures the product on questions with known answers, and its speed beside other libraries."""

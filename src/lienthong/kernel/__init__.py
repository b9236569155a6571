"""The seven primitives and what they stand on; knows no system."""

"""The paper twin of a survey (E32): sheets to print, the same keys, typed in by keyboard, a tenth typed twice."""

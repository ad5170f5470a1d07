"""Text in, ranked entries with calibrated confidence out.

A question is compared with the stored wordings by what they share in characters, in sounds, in pairs of characters and,
with the sentence encoder, in meaning; the square of that mix is a kernel (`neighbours`). A ridge regression over the nearest
wordings turns it into votes for entries (`kernel_ridge`). What question and entry speak of, in the field's own terms, decides
between entries that look alike (`terms`). How sure the first one is comes from logistic regressions on how it came out
(`scorers`), whose weights were fitted once, on questions of strangers (`fitted`). Nothing has to be learned from the
knowledge but the vectors of its texts.
"""

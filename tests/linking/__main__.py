"""Print the scores of the labelled articles: `python -m tests.linking [own|unseen]`."""

import sys

from tests.linking.labelled import all_labelled
from tests.linking.score import lines, score

for half in sys.argv[1:] or ("own", "unseen"):
    report = score(all_labelled(half))
    print(half, *report.failures, *lines(report), sep="\n")

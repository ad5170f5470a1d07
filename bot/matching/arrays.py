"""Types of the arrays that matching computes with."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
"""What is encoded and compared."""
Doubles = NDArray[np.float64]
"""What is learned, and probabilities."""
Numbers = NDArray[np.int64]
"""Places and ids."""

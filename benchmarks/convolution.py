"""Measure four ways to compute a layer, which show why a convolution becomes a matrix product."""

import importlib.util
import timeit
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[1]
LOOPS = "examples/class/ada/convolution.py"
REPEATS = 5


def module(path):
    spec = importlib.util.spec_from_file_location(Path(path).stem, ROOT / path)
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


def main():
    rng = np.random.default_rng(0)
    inputs, kernel, bias = (
        rng.standard_normal(shape, np.float32) for shape in ((8, 28, 28, 3), (5, 5, 3, 8), (8,))
    )
    windows, matrix = (
        module("solutions/03_convolution/convolution.py"),
        module("solutions/04_convolution_as_matrix/convolution_as_matrix.py"),
    )
    loops = module(LOOPS)
    ways = {
        "a loop over every number (ada)": lambda: loops.conv2d(
            inputs, kernel, bias, padding="valid"
        ),
        "03 conv2d": lambda: windows.conv2d(inputs, kernel, bias, padding="valid"),
        "04 conv2d_matmul": lambda: matrix.conv2d_matmul(inputs, kernel, bias),
        "04 conv2d_fft": lambda: matrix.conv2d_fft(inputs, kernel, bias),
    }
    right = ways["04 conv2d_matmul"]()
    print("8 images of 28 x 28 x 3, 8 filters of 5 x 5: best of a few runs")
    slowest = None
    for name, way in ways.items():
        np.testing.assert_allclose(way(), right, rtol=1e-3, atol=1e-3)
        seconds = min(timeit.repeat(way, number=1, repeat=1 if slowest is None else REPEATS))
        slowest = slowest or seconds
        faster = f"{slowest / seconds:7.0f} times the loop's speed"
        print(f"  {name:32} {1000 * seconds:9.1f} ms   {faster}")


if __name__ == "__main__":
    main()

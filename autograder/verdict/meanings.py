"""Explain messages of Python and NumPy to students, with what to do, in a table."""

from .remedies import MODES, NAMES, OBJECTS, SINGLE

# Pattern of a message -> what it means here. Patterns are tried in this order.
MEANINGS: tuple[tuple[str, str], ...] = (
    (
        r"matmul: Input operand 1 .*size (\d+) is different from (\d+)",
        "`a @ b` sums over the last axis of a and the last but one of b (or its only one). Their"
        " sizes must be equal; here they are {1} and {0}. Look for a missing transpose, or one"
        " too many.",
    ),
    (
        r"matmul: Input operand \d does not have enough dimensions",
        "`@` needs arrays with axes, and one side has none: it is a single number, which `*` scales"
        " by, or None, or a function that was not called.",
    ),
    (
        r"shapes \(.*\) and \(.*\) not aligned: (\d+) \(dim \d+\) != (\d+)",
        "np.dot sums over the last axis of the first array and the last but one of the second (or"
        " its only one). Their sizes must be equal; here they are {0} and {1}.",
    ),
    (
        r"truth value of an array",
        "`if`, `while`, `and`, `or`, `not`, max() and min() need one True or False, but this is"
        " an array. Compute with whole arrays: np.where, np.maximum, `&`, `|`; or reduce with"
        " .any() or .all().",
    ),
    (
        r"could not broadcast input array from shape (\(.*?\)) into shape (\(.*?\))",
        "The array on the right of `=` has the shape {0}, the slice on the left {1}. Check where"
        " the slice begins and ends.",
    ),
    (
        r"remapped shapes \[original->remapped\]: .*newaxis\).* and requested shape",
        "`@` multiplies matrices, the last two axes. The axes before them must be equal or 1,"
        " aligned from the right.",
    ),
    (
        r"remapped shapes \[original->remapped\]: .*\)->\(",
        "In np.einsum, a letter stands for the same size in every array. Check which axes share a"
        " letter.",
    ),
    (
        r"remapped shapes \[original->remapped\]: .* and requested shape \((\d+),\s*2\)",
        "np.pad needs a pair (before, after) for each axis of the array, {0} of them here.",
    ),
    (
        r"remapped shapes \[original->remapped\]: .* and requested shape",
        "Shapes are aligned from the right. Add an axis of size 1 wherever the array lacks one,"
        " as in x[:, None, None].",
    ),
    (
        r"shape-mismatch for sum",
        "np.tensordot sums over axes of equal sizes: by default, the last ones of the first array"
        " and the first ones of the second.",
    ),
    (
        r"operands could not be broadcast together with shapes .*\b0[,)]",
        "A size of 0 is an empty array: a slice that begins beyond its axis (check which axis it"
        " counts), or a list that is still [], to which .append adds one item.{cut}",
    ),
    (
        r"operands could not be broadcast together with shapes (.*)",
        "Shapes are aligned from the right, and two sizes must be equal unless one of them is 1."
        " {broadcast}To align an axis elsewhere, add axes of size 1, as in x[:, None].{cut}",
    ),
    (
        r"boolean array indexing assignment",
        "x[mask] holds only the numbers where the mask is True. Index the right side of `=` with"
        " the same mask, or use np.where.",
    ),
    (
        r"either both or neither of x and y",
        "np.where needs three arguments: a condition, the numbers where it is True, and those where"
        " it is False.",
    ),
    (
        r"zip\(\) argument \d+ is (?:longer|shorter)",
        "With strict=True, zip needs arguments of the same length. Print the length of each.",
    ),
    (
        r"index \d+ is out of bounds for array with size (\d+)",
        "argmax() without axis= counts through all numbers of an array, batch and channels too."
        " Unravel its result with the shape of that array.",
    ),
    (
        r"`pad_width` must be of integral type",
        "np.pad needs a pair of integers (before, after) for each axis. To halve, divide with `//`,"
        " since `/` always gives a float.",
    ),
    (
        r"zero-size array to reduction operation",
        "The array has no numbers.{cut}",
    ),
    (
        r"index -?\d+ is out of bounds for axis (\d+) with size (\d+)",
        "Indices begin at 0, so range({1}) runs through an axis of size {1}. Check where the loop"
        " ends, and which axis it counts. In a sum such as x[i + j], i must stop earlier.",
    ),
    (
        r"list assignment index out of range",
        "The list has no such index yet. Use .append(...), or make an array of the right shape"
        " first, with np.zeros.",
    ),
    *SINGLE,
    (
        r"tuple index out of range",
        "Indices begin at 0, and the tuple is shorter. A shape has one size for each axis of the"
        " array.",
    ),
    (
        r"(list) index out of range",
        "The {0} is shorter than that, and indices begin at 0.",
    ),
    (
        r"only (?:length-1|size-1|0-dimensional) arrays can be converted",
        "out[i, j] = ..., int(), float(), range() and functions of `math` need one number, but"
        " this is an array. Use NumPy's function for arrays, or sum or index down to one number.",
    ),
    (
        r"has an inhomogeneous shape",
        "The rows of one array need equal lengths. np.pad takes a pair for each axis; to return"
        " several arrays, separate them by commas, without np.array.",
    ),
    (
        r"setting an array element with a sequence",
        "You stored an array where only one number fits. Sum it, or store it in a slice.",
    ),
    (
        r"cannot reshape array of size (\d+) into shape (\(.*?\))",
        "A reshape keeps all {0} numbers, but the sizes in {1} do not multiply to that.",
    ),
    (
        r"axis (-?\d+) is out of bounds for array of dimension (\d+)",
        "The array has {1} axes, counted from 0, or from -1 at the end.",
    ),
    (
        r"too many indices for array: array is (\d+)-dimensional, but (\d+) were indexed",
        "The array has {0} axes, but the brackets hold {1} indices. Check the shape of the array.",
    ),
    (
        r"axes don't match array",
        "np.transpose needs every axis of the array exactly once.",
    ),
    (
        r"unsupported operand type\(s\) for \+: 'int' and 'list'",
        "Numbers and lists cannot be added: use np.array, or join lists with sum(lists, []).",
    ),
    (
        r"'list' object has no attribute '(?:forward|backward|parameters|gradients)'",
        "A list is not a layer. Sequential(...) makes one layer of several.",
    ),
    (
        r"'list' object cannot be interpreted as an integer",
        "Several axes are a tuple, as in axis=(1, 2). range() needs one integer.",
    ),
    (
        r"'tuple' object cannot be interpreted as an integer",
        "One integer is needed there. A shape is a tuple with a size for each axis: take one of"
        " them, such as x.shape[0].",
    ),
    (
        r"only integer scalar arrays can be converted to a scalar index",
        "One integer is needed there, but this is an array. len(x) counts its rows, and"
        " x.shape[1] is the size of an axis.",
    ),
    (
        r"(list|tuple) indices must be integers or slices, not tuple",
        "A {0} takes one index: write x[i][j], or make it an array with np.array.",
    ),
    (
        r"arrays used as indices must be of integer",
        "`for row in x` gives the rows of x, not their indices: count with"
        " `for i in range(len(x))`. One-hot labels are not indices: multiply by them.",
    ),
    (
        r"only integers, slices|indices must be integers|cannot be interpreted as an integer|"
        r"must be of integral type",
        "Sizes and indices are integers: divide with `//`, since `/` always gives a float.",
    ),
    (
        r"all the input arrays must have same number of dimensions",
        "Arrays to be joined need the same number of axes. x[None] adds one in front, x[:, None]"
        " one after the first.",
    ),
    (
        r"all input arrays must have the same shape",
        "np.stack needs arrays of equal shape. np.concatenate joins those that differ along an"
        " axis.",
    ),
    (
        r"all the input array dimensions .*must match exactly",
        "Arrays to be joined must agree in all axes but the one they are joined along: axis 0,"
        " unless you name another, as in axis=-1.",
    ),
    (
        r"(not enough|too many) values to unpack",
        "`=` needs as many names on its left as there are values on its right. A shape has a"
        " value for each axis, and the inputs may have more axes than you expect.",
    ),
    (
        r"Cannot cast ufunc .* from dtype\('O'\)",
        "`+=` and the like need numbers on their right, but something there is None or a list.",
    ),
    (
        r"Cannot cast ufunc .* from dtype\('(\w+)'\) to dtype\('(\w+)'\)",
        "`+=` and the like store into the array on the left, but {1} cannot hold {0}. Make that"
        " array with the dtype of the inputs.",
    ),
    *OBJECTS,
    (
        r"'[\w.]+' object is not callable",
        "The value before ( ) is not a function. Use [ ] to index and `*` to multiply, and write"
        " x.shape, x.T and x.size without ( ).",
    ),
    (
        r"([A-Z]\w*)\.\w+\(\) missing 1 required positional argument",
        "An argument is missing, or {0} is the class itself: make an object of it first, {0}(...).",
    ),
    (
        r"[A-Z]\w*\.\w+\(\) (?:missing|takes) .*positional argument",
        "The call passes too many or too few arguments. The first parameter of a method is `self`.",
    ),
    (
        r"(\w+)\(\) (?:missing|takes) .*positional argument",
        "The call passes too many or too few arguments. Compare it with the definition of {0}.",
    ),
    (
        r"output has more dimensions than subscripts",
        "np.einsum sums only over letters: `...` must be in the result, too. Flatten the further"
        " axes first, as in x.reshape(-1, x.shape[-1]), and give them a letter.",
    ),
    (
        r"einstein sum subscripts|einsum: operand has|fewer dimensions than the einstein|"
        r"operand has more dimensions than subscripts",
        "In np.einsum, each array needs one letter for each of its axes, and `->` precedes the"
        " letters of the result. `...` stands for further axes.",
    ),
    (
        r"can only concatenate (\w+) \(not \"([\w.]+)\"\)",
        "`+` joins a {0} only to another {0}. To compute with a shape, take single sizes from it,"
        " as in x.shape[0]; to print, use commas.",
    ),
    (
        r"unsupported operand type\(s\) for .*'(list|tuple)'|multiply sequence by non-int",
        "Lists and tuples cannot do arithmetic. Convert them with np.array, or unpack them,"
        " as in height, width = size.",
    ),
    (
        r"'tuple' object has no attribute '(size|prod)'",
        "A tuple has no {0}. np.prod(x) multiplies its numbers, and len(x) counts them.",
    ),
    (
        r"'(list|tuple|int|float)' object has no attribute '(?:shape|ndim|size|dtype|T|ravel|"
        r"sum|mean|max|reshape|transpose|astype|copy)'",
        "An array is needed there, but this is a {0}. Convert it with np.array(...).",
    ),
    (
        r"'([A-Z]\w*)' object has no attribute '(\w+)'",
        "It is not stored in this object yet: store what a method needs with `self.{1} = ...` in"
        " __init__, forward or backward.",
    ),
    (
        r"'numpy\.ndarray' object has no attribute '(?:append|extend|insert)'",
        "An array cannot grow. Create it in its full shape with np.zeros and fill it by index, or"
        " append to a list and convert that at the end.",
    ),
    (
        r"'numpy\.ndarray' object has no attribute '(add|multiply|exp|log|sqrt|maximum|pad|where)'",
        "An array has no such method. NumPy has a function instead: np.{0}(...).",
    ),
    (
        r"'numpy\.ndarray' object has no attribute 'reverse'",
        "An array is reversed by a slice: x[::-1] along its first axis, x[:, ::-1] along its"
        " second.",
    ),
    (
        r"Cannot interpret '\d+' as a data type|data type '?\d+'? not understood",
        "That argument is the dtype. Put all sizes, or all axes, into one tuple, as in"
        " np.zeros((2, 3)).",
    ),
    *MODES,
    (r"cannot import name '(\w+)' from '([\w.]+)'", "{1} has no {0}. Check the spelling."),
    (r"^No module is named", ""),  # the message already says what to do
    *NAMES,
    (
        r"grad_fn must accept keyword argument 'variables'",
        "The function below @tf.custom_gradient uses a variable. Pass it a tensor instead, as in"
        " tf.convert_to_tensor(self.kernel).",
    ),
    (
        r"unexpected keyword argument '(\w+)'",
        "That function has no argument called {0}. Check the spelling.",
    ),
    (r"'return' outside function", "Indent it like the other lines of its function."),
    (
        r"Tensor object has no attribute '(\w+)'",
        "Only arrays have .{0}. For tensors, use tf.reshape, tf.transpose and the like.",
    ),
    (
        r"Tensor' object does not support item assignment",
        "A tensor cannot be changed. Build a new one, for example with tf.pad.",
    ),
    (
        r"object does not support item assignment",
        "Values of type {type} cannot be changed. Make an array first, with np.zeros.",
    ),
)

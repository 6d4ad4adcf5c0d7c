package org.unshatter.autodiff;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;
import org.unshatter.kernels.Epilogue;
import org.unshatter.kernels.Images;
import org.unshatter.kernels.Pooling;
import org.unshatter.kernels.Window;

/**
 * Floats with a shape, and the operations on them.
 *
 * <p>A tensor is either free or on a {@link Tape}. An operation with at least one input on a tape is recorded there and its
 * output is on that tape as well; otherwise nothing is recorded. Matrices have shape [rows, columns], a batch of vectors is a matrix
 * with one sample per row, a batch of images has shape [batch, channels, height, width]. A scalar has shape [].
 *
 * <p>Elements are row-major. What convolutions and poolings make is kept in the layout of {@link Images}, and converted where another operation
 * wants it; nobody sees the difference, but in time: see {@link #images}.
 *
 * <p>Every operation throws {@link IllegalArgumentException} if the shapes do not fit, naming the operation and the shapes,
 * and if its inputs are on different tapes, and {@link OutOfMemoryException} if its result does not fit into what is left of the heap. Two tensors of different shapes are brought to one by {@linkplain #expandTo repetition}, as in NumPy,
 * in {@code add}, {@code subtract}, {@code multiply} and {@code divide}.
 *
 * <p>Any number of threads may read a tensor and compute with it, each with tapes and captures of its own, as long as none writes: {@link #assignTo}, an optimiser, or whoever
 * has the array of {@link #of}.
 */
public final class Tensor {

    private final Shape shape;
    private final Storage storage;
    private final Tape tape;

    Tensor(Shape shape, Storage storage, Tape tape) {
        this.shape = shape;
        this.storage = storage;
        this.tape = tape;
    }

    /**
     * A free tensor around the given array, which is not copied.
     *
     * @throws IllegalArgumentException if a dimension is negative or the product of the dimensions is not the array's length
     */
    public static Tensor of(float[] data, int... shape) {
        Shape of = Shape.of(shape);
        if (of.size() != data.length) {
            throw new IllegalArgumentException("data has " + data.length + " elements, expected " + of.size() + " for the shape " + of);
        }
        return new Tensor(of, new Storage(data, 0, data.length), null);
    }

    /** A free tensor of shape [], a scalar. */
    public static Tensor scalar(float value) {
        return of(new float[] {value});
    }

    /** A free tensor of zeros. */
    public static Tensor zeros(int... shape) {
        return full(0, Shape.of(shape));
    }

    static Tensor full(float value, Shape shape) {
        float[] data = shape.array();
        if (value != 0) {
            Arrays.fill(data, value);
        }
        return new Tensor(shape, new Storage(data, 0, data.length), null);
    }

    /** Extents of the dimensions, a copy; of a scalar none. */
    public int[] shape() {
        return shape.dims().clone();
    }

    /** Number of dimensions. */
    public int rank() {
        return shape.rank();
    }

    /**
     * Extent of dimension {@code axis}.
     *
     * @throws IndexOutOfBoundsException if there is no such axis
     */
    public int dim(int axis) {
        return shape.dims()[Objects.checkIndex(axis, shape.rank())];
    }

    /** Number of elements. */
    public int size() {
        return (int) shape.size();
    }

    /**
     * A copy of the elements, row-major.
     *
     * @throws IllegalStateException while a step is captured, when nothing is computed, and for what was computed then and is not a result
     */
    public float[] toArray() {
        requireReadable();
        float[] copy = Memory.floats(size(), () -> "a copy of a tensor of shape " + shape);
        if (shape.images() != null) {
            shape.images().toNchw(storage.array, storage.offset, copy, 0);
        } else {
            System.arraycopy(storage.array, storage.offset, copy, 0, copy.length);
        }
        return copy;
    }

    /**
     * Element (i, j, …) of the row-major elements, by its index among them.
     *
     * @throws IllegalStateException as {@link #toArray}
     * @throws IndexOutOfBoundsException if there is no such element
     */
    public float get(int index) {
        requireReadable();
        Objects.checkIndex(index, size());
        if (shape.images() == null) {
            return storage.array[storage.offset + index];
        }
        int image = size() / dim(0);
        int n = index / image;
        return storage.array[storage.offset + (n / Images.LANES * image + index % image) * Images.LANES + n % Images.LANES];
    }

    /**
     * The only element.
     *
     * @throws IllegalStateException if there are none or several, and as {@link #toArray}
     */
    public float item() {
        if (size() != 1) {
            throw new IllegalStateException("the tensor has shape " + shape + ", expected a single element");
        }
        return get(0);
    }

    /** The same elements, off the tape: a constant for everything that follows. */
    public Tensor detach() {
        return tape == null ? this : new Tensor(shape, storage, null);
    }

    /**
     * Copies the elements into a free tensor of this shape, such as one of {@link Parameters}; while capturing, in each run.
     *
     * @throws IllegalArgumentException if the target has another shape or is on a tape
     */
    public void assignTo(Tensor target) {
        Shape.requireSame("assignTo", this, target);
        if (target.tape != null) {
            throw new IllegalArgumentException("assignTo: the target is on a tape, expected a free tensor");
        }
        target.requirePlaced();
        if (target.storage != storage) {
            new Assign(in(target.shape).detach(), target).apply();
        }
    }

    /** This tensor; the observer is shown the gradient by it whenever one passes, while capturing in each run. */
    public Tensor observeGradient(Consumer<Tensor> observer) {
        return Observe.of(this, observer);
    }

    Shape layout() {
        return shape;
    }

    Storage storage() {
        return storage;
    }

    Tape tape() {
        return tape;
    }

    private void requireReadable() {
        if (Trace.current() != null) {
            throw new IllegalStateException("the elements of a tensor of shape " + shape + " are read while a step is captured: nothing is computed then, and what was decided by them would be so in all runs");
        }
        requirePlaced();
    }

    void requirePlaced() {
        if (!storage.isPlaced()) {
            throw new IllegalStateException("the elements of a tensor of shape " + shape + " are not known: it was captured, expected a result of the captured function");
        }
    }

    /** The same tensor in another layout, of the same dimensions. */
    Tensor in(Shape other) {
        return shape.same(other) ? this : new Relayout(this, other).apply();
    }

    /** The same elements in the layout that convolutions want: [batch, channels, height, width]. For inputs that are used again and again. */
    public Tensor images() {
        Shape.requireRank(4, "images", this);
        return shape.images() != null ? this : in(Shape.of(new Images(dim(0), dim(1), dim(2), dim(3))));
    }

    /** The same elements row-major. */
    public Tensor rowMajor() {
        return shape.images() == null ? this : in(Shape.of(shape.dims()));
    }

    private Tensor behindBatch(int axis) {
        return axis > 0 ? this : rowMajor();
    }

    // Products

    /** Matrix product [m, k] · [k, n] → [m, n], or for each of a batch [batch, m, k] · [batch, k, n]. */
    public Tensor matmul(Tensor other) {
        return matmul(false, other, false);
    }

    /** Matrix product with the transpose of the other: [m, k] · [n, k]ᵀ → [m, n]. A dense layer's x·Wᵀ. */
    public Tensor matmulTransposed(Tensor other) {
        return matmul(false, other, true);
    }

    /** op(this)·op(other), each the matrix itself or its transpose, of two matrices or two batches of matrices [batch, rows, columns]. */
    public Tensor matmul(boolean transpose, Tensor other, boolean transposeOther) {
        return new MatMul(rowMajor(), transpose, other.rowMajor(), transposeOther).apply();
    }

    /** A dense layer: x·Wᵀ + b, of [m, k], [n, k] and [n]. */
    public Tensor linear(Tensor weight, Tensor bias) {
        return new Linear(rowMajor(), weight, bias).apply();
    }

    /**
     * Convolution of images [batch, channels, height, width] with weights [filters, channels / groups, window height, window width].
     *
     * @param bias   [filters], or null for none
     * @param groups parts that channels and filters are divided into
     */
    public Tensor conv2d(Tensor weight, Tensor bias, Window window, int groups) {
        Shape.requireRank(4, "conv2d", this);
        return new Conv(images(), weight.rowMajor(), bias, window, groups).apply();
    }

    /** The largest pixel of each window, [batch, channels, height, width] → [batch, channels, as many windows as fit, …]; NaN counts as larger than all numbers, of equal ones the first has the gradient. */
    public Tensor maxPool(Window window) {
        Shape.requireRank(4, "maxPool", this);
        Tensor x = images();
        return new Pool.Max(new Pooling(x.shape.images(), window), x).apply();
    }

    /**
     * The mean of each window: [batch, channels, height, width] → [batch, channels, as many windows as fit, …].
     *
     * @param border whether pixels of the border count, as zeros
     */
    public Tensor averagePool(Window window, boolean border) {
        Shape.requireRank(4, "averagePool", this);
        Tensor x = images();
        return new Pool.Average(new Pooling(x.shape.images(), window), border, x).apply();
    }

    /** The mean of each channel's pixels: [batch, channels, height, width] → [batch, channels]. */
    public Tensor globalAveragePool() {
        Shape.requireRank(4, "globalAveragePool", this);
        Tensor x = images();
        return new Pool.Average(Pooling.global(x.shape.images()), false, x).apply().reshape(dim(0), dim(1));
    }

    // Normalisation

    /** Subtracts from each feature, axis 1, its mean over the batch and the pixels. */
    public Tensor center(Statistics statistics) {
        return normalise(false, 0, statistics, this);
    }

    /**
     * Normalises each feature, axis 1 of a matrix or of images, by its mean and biased variance over the batch and the pixels: (x − μ)/√(σ² + ε).
     * Ioffe and Szegedy 2015, algorithm 1, without gain and shift.
     *
     * @throws IllegalArgumentException if ε is not positive and finite
     */
    public Tensor batchNorm(double epsilon, Statistics statistics) {
        return normalise(true, epsilon, statistics, this);
    }

    /** The same, times a gain and plus a shift for each feature. */
    public Tensor batchNorm(Tensor gain, Tensor shift, double epsilon, Statistics statistics) {
        return normalise(true, epsilon, statistics, this, gain, shift);
    }

    private static Tensor normalise(boolean divide, double epsilon, Statistics statistics, Tensor... inputs) {
        inputs[0] = inputs[0].rank() == 4 ? inputs[0].images() : inputs[0];
        return new Norm(new Norm.Kind(divide, epsilon, statistics, Epilogue.Activation.NONE), inputs).apply();
    }

    /** Normalises each row of a matrix, or each image, by its mean and biased variance: (x − μ)/√(σ² + ε). Ba et al. 2016, section 3. */
    public Tensor layerNorm(double epsilon) {
        return LayerNormRows.of(rank() == 4 ? images() : this, epsilon);
    }

    /** The same, times a gain and plus a shift for each feature, axis 1. */
    public Tensor layerNorm(Tensor gain, Tensor shift, double epsilon) {
        Tensor y = layerNorm(epsilon);
        Shape.requireFeatures("layerNorm", "gain and shift", this, gain, shift);
        return y.multiply(gain.alongChannels(y.shape)).add(shift.alongChannels(y.shape));
    }

    // Arithmetic

    /** this + other. */
    public Tensor add(Tensor other) {
        return combine("add", 1, other, 1);
    }

    /** this − other. */
    public Tensor subtract(Tensor other) {
        return combine("subtract", 1, other, -1);
    }

    /** a·this + b·other. */
    public Tensor combine(float a, Tensor other, float b) {
        return combine("combine", a, other, b);
    }

    private Tensor combine(String operation, float a, Tensor other, float b) {
        Shape common = Broadcast.common(operation, this, other);
        return new Combine(a, expandTo(common), b, other.expandTo(common)).apply();
    }

    /** this·other, element by element. */
    public Tensor multiply(Tensor other) {
        Shape common = Broadcast.common("multiply", this, other);
        return new Multiply(expandTo(common), other.expandTo(common)).apply();
    }

    /** this/other, element by element. */
    public Tensor divide(Tensor other) {
        Shape common = Broadcast.common("divide", this, other);
        return new Divide(expandTo(common), other.expandTo(common)).apply();
    }

    /** −this. */
    public Tensor negate() {
        return scale(-1);
    }

    /** factor·this. */
    public Tensor scale(float factor) {
        return new Scale(factor, this).apply();
    }

    /** this + a. */
    public Tensor addScalar(float a) {
        return new Functions.Shift(a, this).apply();
    }

    /** Adds a bias [n] to each row of [m, n]. */
    public Tensor addBias(Tensor bias) {
        Shape.require(rank() == 2 && bias.rank() == 1 && bias.dim(0) == dim(1), "addBias", "a matrix [m, n] and a vector [n]", this, bias);
        return add(bias);
    }

    // Functions

    /** Each element to a power; the derivative is exponent·xᵉˣᵖᵒⁿᵉⁿᵗ⁻¹. */
    public Tensor pow(double exponent) {
        return new Functions.Pow(exponent, this).apply();
    }

    /** √x. */
    public Tensor sqrt() {
        return new Functions.Sqrt(this).apply();
    }

    /** eˣ. */
    public Tensor exp() {
        return new Functions.Exp(this).apply();
    }

    /** The natural logarithm. */
    public Tensor log() {
        return new Functions.Log(this).apply();
    }

    /** |x|, with derivative 0 at the kink. */
    public Tensor abs() {
        return new Functions.Abs(this).apply();
    }

    /** max(x, a), with derivative 0 at the kink. */
    public Tensor max(float a) {
        return new Rectifiers.Max(a, this).apply();
    }

    /** min(x, a), with derivative 0 at the kink. */
    public Tensor min(float a) {
        return new Rectifiers.Min(a, this).apply();
    }

    /**
     * x between {@code low} and {@code high}, these elsewhere; with derivative 0 at and beyond them.
     *
     * @throws IllegalArgumentException unless low is at most high
     */
    public Tensor clamp(float low, float high) {
        if (!(low <= high)) {
            throw new IllegalArgumentException("clamp: low is " + low + ", expected at most high, " + high);
        }
        return max(low).min(high);
    }

    /** max(x, 0), with derivative 0 at the kink. */
    public Tensor relu() {
        return new Rectifiers.Relu(this).apply();
    }

    /**
     * Concatenated rectifiers along axis 1, [m, n, …] → [m, 2n, …]: (max(x, 0) | max(−x, 0)). Balduzzi et al. 2017, section 5.
     * At the kink the derivative is that from the right, (1, 0).
     */
    public Tensor crelu() {
        return new Crelu(this).apply();
    }

    /** x where x &gt; 0, slope·x elsewhere; at the kink the derivative is the slope. Maas et al. 2013. */
    public Tensor leakyRelu(float slope) {
        return new Rectifiers.LeakyRelu(slope, this).apply();
    }

    /** Leaky rectifiers with a learned slope: [1], or [features] for one for each along axis 1. He et al. 2015, equation 1. */
    public Tensor prelu(Tensor slope) {
        return Prelu.of(this, slope);
    }

    /** tanh x. */
    public Tensor tanh() {
        return new Functions.Tanh(this).apply();
    }

    /** 1/(1 + e⁻ˣ). */
    public Tensor sigmoid() {
        return new Functions.Sigmoid(this).apply();
    }

    /** log(1 + eˣ). */
    public Tensor softplus() {
        return new Functions.Softplus(this).apply();
    }

    /** x·Φ(x), Φ the normal distribution function. Hendrycks and Gimpel 2016. */
    public Tensor gelu() {
        return new Functions.Gelu(this).apply();
    }

    /**
     * Multiplied by 0 with probability {@code rate}, else by 1/(1 − rate). Each dropout needs a seed of its own.
     *
     * @throws IllegalArgumentException if the rate is negative, 1 or more
     */
    public Tensor dropout(double rate, Seed seed) {
        if (!(rate >= 0 && rate < 1)) {
            throw new IllegalArgumentException("dropout: rate is " + rate + ", expected at least 0 and less than 1");
        }
        return multiply(new DropoutMask(this, rate, Objects.requireNonNull(seed, "seed")).apply());
    }

    // Reductions

    /** Sum of all elements, a scalar. */
    public Tensor sum() {
        return rowMajor().reshape(size()).sumKeeping(0).reshape();
    }

    /** Sum along some axes, which are then gone. */
    public Tensor sum(int... axes) {
        return Broadcast.without(axes, sumKeeping("sum", axes));
    }

    /** Sum along some axes, which stay with extent 1. */
    public Tensor sumKeeping(int... axes) {
        return sumKeeping("sumKeeping", axes);
    }

    private Tensor sumKeeping(String operation, int... axes) {
        return Broadcast.reduce(operation, this, axes, Reduce.Sum::new);
    }

    /** Mean of all elements, a scalar; NaN of none. */
    public Tensor mean() {
        return sum().scale(1f / size());
    }

    /** Mean along some axes, which are then gone. */
    public Tensor mean(int... axes) {
        return Broadcast.without(axes, meanKeeping("mean", axes));
    }

    private Tensor meanKeeping(String operation, int... axes) {
        Tensor sum = sumKeeping(operation, axes);
        return sum.scale((float) sum.size() / size());
    }

    /** Biased variance of all elements, a scalar; NaN of none. */
    public Tensor variance() {
        Tensor deviation = subtract(mean());
        return deviation.multiply(deviation).mean();
    }

    /** Biased variance along some axes, which are then gone: the mean of squared deviations from the mean. */
    public Tensor variance(int... axes) {
        Tensor deviation = rowMajor().subtract(meanKeeping("variance", axes));
        return deviation.multiply(deviation).mean(axes);
    }

    /** The largest along an axis, which is then gone; NaN counts as larger than all numbers, of equal ones the first has the gradient. */
    public Tensor maxAlong(int axis) {
        return Broadcast.without(new int[] {axis}, Broadcast.reduce("maxAlong", this, new int[] {axis}, Reduce.Max::new));
    }

    // Shapes

    /** The same elements, row-major, under another shape. One extent may be −1: what is left for it. */
    public Tensor reshape(int... dims) {
        return Reshape.of(rowMajor(), Broadcast.completed(this, dims));
    }

    /** Axes in another order: axis i of the result is axis {@code axes[i]} of this. Of a matrix without argument: its transpose. */
    public Tensor transpose(int... axes) {
        return new Permute(rowMajor(), axes.length == 0 && rank() == 2 ? new int[] {1, 0} : axes).apply();
    }

    /** Elements {@code from} (included) to {@code to} (excluded) along one axis. */
    public Tensor slice(int axis, int from, int to) {
        return new Slice(from < to ? behindBatch(axis) : rowMajor(), axis, from, to).apply(); // the layout of images has none without elements
    }

    /** Zeros before and behind, along one axis. */
    public Tensor pad(int axis, int before, int after) {
        return new Pad(behindBatch(axis), axis, before, after).apply();
    }

    /**
     * Joins tensors along one axis; all other dimensions must agree.
     *
     * @throws IllegalArgumentException if there is none, or a dimension differs
     */
    public static Tensor concatenate(int axis, Tensor... parts) {
        if (parts.length == 0) {
            throw new IllegalArgumentException("concatenate: no tensors, expected at least one");
        }
        boolean images = axis > 0 && Arrays.stream(parts).allMatch(p -> p.shape.images() != null);
        return new Concatenate(axis, Arrays.stream(parts).map(p -> images ? p : p.rowMajor()).toArray(Tensor[]::new)).apply();
    }

    /** Rows, along axis 0, by their indices: whole numbers in a vector. */
    public Tensor gatherRows(Tensor index) {
        return new GatherRows(rowMajor(), index).apply();
    }

    /** Repeated along axes of extent 1 and along new ones in front, as in NumPy. */
    public Tensor expandTo(int... dims) {
        return expandTo(Shape.of(dims));
    }

    Tensor expandTo(Shape to) {
        return Broadcast.expand(this, to);
    }

    /** Of a vector with an element for each feature: that element at all of axis 1, in a shape [batch, features, …]. */
    Tensor alongChannels(Shape to) {
        return to.images() != null ? new ChannelSums.Spread(this, to).apply() : expandTo(to);
    }

    /** Sum over all but axis 1, [features]; the transpose of {@link #alongChannels}. */
    Tensor sumOfChannels() {
        return shape.images() != null ? new ChannelSums(this).apply() : sum(0);
    }

    // Probabilities and losses

    /** eˣ/Σ eˣ over the last axis. */
    public Tensor softmax() {
        Shape.require(rank() > 0, "softmax", "at least one axis", this);
        return new SoftmaxRows.Probability(rowMajor()).apply();
    }

    /** x − log Σ eˣ over the last axis. */
    public Tensor logSoftmax() {
        Shape.require(rank() > 0, "logSoftmax", "at least one axis", this);
        return new SoftmaxRows.LogProbability(rowMajor()).apply();
    }

    /**
     * Cross-entropy of logits [n, classes] against labels, the mean over the n: −Σ t·log softmax(x), t being 1 − s at the label plus s/classes everywhere.
     * Szegedy et al. 2016, section 7. A logit of −∞ makes it NaN, as 0·∞ is: to rule out a class, give it a large negative one, such as −10⁴.
     *
     * @param labels    [n], whole numbers below the number of classes
     * @param smoothing s, from 0 to 1
     * @throws IllegalArgumentException if the shapes do not fit or s is not from 0 to 1; a label that is no class is found when it is computed
     */
    public Tensor crossEntropy(Tensor labels, double smoothing) {
        Shape.require(rank() == 2 && labels.rank() == 1 && labels.dim(0) == dim(0), "crossEntropy", "logits [n, classes] and labels [n]", this, labels);
        if (!(smoothing >= 0 && smoothing <= 1)) {
            throw new IllegalArgumentException("crossEntropy: smoothing is " + smoothing + ", expected 0 to 1");
        }
        Tensor target = new OneHot(labels.detach(), dim(1), (float) smoothing).apply();
        return logSoftmax().multiply(target).sum().scale(-1f / dim(0));
    }

    /** Mean of the squared differences, a scalar. */
    public Tensor meanSquaredError(Tensor target) {
        Shape.requireSame("meanSquaredError", this, target);
        Tensor error = subtract(target);
        return error.multiply(error).mean();
    }

    /** Shape and, of small tensors, the elements. */
    @Override
    public String toString() {
        return "Tensor" + shape + (storage.isPlaced() && Trace.current() == null && size() <= 16 ? " " + Arrays.toString(toArray()) : "");
    }
}

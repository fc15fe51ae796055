/** The layers that SASRec and the aligner are made of, in tfjs, with PyTorch's conventions (weights are [out, in]). */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import type { SafeTensors } from '../../bundle/safetensors';

export { tf };

/** The cpu backend: the networks are tiny, and the GPU belongs to the language model. */
export async function useTensorflow(): Promise<void> {
  tf.enableProdMode(); // no checks for NaN, no advertisement on the console
  await tf.setBackend('cpu');
  await tf.ready();
}

/** The weights of one file as tensors; whoever creates it disposes of it. */
export class Weights {
  readonly #tensors = new Map<string, tf.Tensor>();

  /** @param prefix of the names in the file: a network may be a part of another. */
  constructor(
    readonly file: SafeTensors,
    readonly prefix = '',
  ) {}

  /** @throws MatineeError 'file-invalid' when it is missing or has another shape. */
  get(name: string, shape: readonly number[]): tf.Tensor {
    let tensor = this.#tensors.get(name);
    if (!tensor) {
      tensor = tf.keep(tf.tensor(this.values(name, shape), [...shape]));
      this.#tensors.set(name, tensor);
    }
    return tensor;
  }

  /** What is made of these weights once, and disposed of with them. @param name of its own */
  made(name: string, make: () => tf.Tensor): tf.Tensor {
    const tensor = this.#tensors.get(name) ?? tf.keep(tf.tidy(make));
    this.#tensors.set(name, tensor);
    return tensor;
  }

  /** The same as numbers, without a tensor. @throws as `get`. */
  values(name: string, shape: readonly number[]): Float32Array {
    return this.file.values(`${this.prefix}${name}`, shape);
  }

  /** y = x W^T. */
  matrix(name: string, inputs: number, outputs: number): Layer {
    const weight = this.get(`${name}.weight`, [outputs, inputs]);
    return (x) => tf.matMul(x, weight, false, true);
  }

  /** y = x W^T + b. */
  linear(name: string, inputs: number, outputs: number): Layer {
    const product = this.matrix(name, inputs, outputs);
    const bias = this.get(`${name}.bias`, [outputs]);
    return (x) => tf.add(product(x), bias);
  }

  layerNorm(name: string, size: number, epsilon: number): Layer {
    const weight = this.get(`${name}.weight`, [size]);
    const bias = this.get(`${name}.bias`, [size]);
    return (x) => {
      const { mean, variance } = tf.moments(x, -1, true);
      return tf.add(tf.mul(tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, epsilon))), weight), bias);
    };
  }

  dispose(): void {
    for (const tensor of this.#tensors.values()) tensor.dispose();
    this.#tensors.clear();
  }
}

export type Layer = (x: tf.Tensor) => tf.Tensor;

/** GELU with the exact error function (PyTorch's default), not the tanh approximation. */
export const gelu: Layer = (x) => tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1));

export function chain(...layers: Layer[]): Layer {
  return (x) => layers.reduce((value, layer) => layer(value), x);
}

/** Runs `layer` on the rows of `input`, [n, inputs] -> [n, outputs], and frees everything in between. */
export function apply(layer: Layer, input: Float32Array, rows: number, inputs: number): Float32Array {
  return tf.tidy(() => layer(tf.tensor2d(input, [rows, inputs])).dataSync<'float32'>());
}

/** Which of two devices answered faster here. */
export interface Race {
  /** The name of the WebGPU adapter. */
  adapter: string;
  /** Milliseconds of a recommendation. */
  wasmMs: number;
  webgpuMs: number;
}

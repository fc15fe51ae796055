/**
 * The map's points on WebGL2, one draw call for all of them. By hand, since the libraries that draw so many points (regl and what stands on it)
 * compile code from text, which the page's policy forbids.
 */
import type { View } from './geometry';

/** Each group has a colour and a shape; its number in the shader is the group's. */
const VERTEX = `#version 300 es
layout(location = 0) in vec2 place; // 0 to 1, y upwards
layout(location = 1) in float group;
uniform vec2 size; // of the canvas, CSS pixels
uniform vec3 view; // side, x, y
uniform float diameter; // device pixels
uniform int shown; // a bit for each group
uniform vec3 palette[8];
flat out vec3 colour;
flat out int shape;
void main() {
  int which = int(group);
  vec2 at = view.yz + vec2(place.x, 1.0 - place.y) * view.x;
  gl_Position = (shown >> which & 1) == 1 ? vec4((at / size * 2.0 - 1.0) * vec2(1, -1), 0, 1) : vec4(2, 2, 2, 1);
  gl_PointSize = diameter;
  colour = palette[which];
  shape = which;
}`;

const FRAGMENT = `#version 300 es
precision highp float;
flat in vec3 colour;
flat in int shape;
uniform float diameter;
uniform float strength;
out vec4 pixel;
// Negative inside. p from -1 to 1, y downwards.
float outline(vec2 p) {
  vec2 q = abs(p);
  float disc = length(p) - 0.8;
  if (diameter < 5.0) return disc;
  if (shape == 1) return max(q.x, q.y) - 0.68; // square
  if (shape == 2) return (q.x + q.y) * 0.75 - 0.68; // diamond
  if (shape == 3) return max(q.x * 0.87 - p.y * 0.5, p.y) - 0.5; // triangle
  if (shape == 4) return max(q.x * 0.87 + p.y * 0.5, -p.y) - 0.5; // triangle, upside down
  if (shape == 5) return min(max(q.x - 0.9, q.y - 0.3), max(q.y - 0.9, q.x - 0.3)); // plus
  if (shape == 6) return abs(length(p) - 0.62) - 0.22; // ring
  return disc;
}
void main() {
  vec2 p = gl_PointCoord * 2.0 - 1.0;
  float edge = 2.0 / diameter;
  float alpha = strength * (1.0 - smoothstep(-edge, edge * 0.5, outline(p)));
  if (alpha <= 0.0) discard;
  pixel = vec4(colour * alpha, alpha); // premultiplied
}`;

export type Colour = readonly [number, number, number];

export interface Scene {
  view: View;
  width: number;
  height: number;
  /** Whether each group is shown. */
  shown: readonly boolean[];
  /** From 0 to 1 each. */
  palette: readonly Colour[];
  /** How much closer than the whole map. */
  scale: number;
}

export class PointCloud {
  readonly #gl: WebGL2RenderingContext;
  readonly #uniforms: Record<'size' | 'view' | 'diameter' | 'shown' | 'palette' | 'strength', WebGLUniformLocation | null>;
  readonly #count: number;

  private constructor(gl: WebGL2RenderingContext, program: WebGLProgram, count: number) {
    this.#gl = gl;
    this.#count = count;
    const at = (name: string) => gl.getUniformLocation(program, name);
    this.#uniforms = { size: at('size'), view: at('view'), diameter: at('diameter'), shown: at('shown'), palette: at('palette'), strength: at('strength') };
  }

  /**
   * null where there is no WebGL2.
   * @param positions [films * 2]
   * @param groups [films]
   */
  static on(canvas: HTMLCanvasElement, positions: Uint16Array, groups: Uint8Array): PointCloud | null {
    const gl = canvas.getContext('webgl2', { antialias: false, depth: false, powerPreference: 'low-power' });
    const program = gl && build(gl);
    if (!program) return null;
    gl.useProgram(program);
    upload(gl, 0, positions, 2, gl.UNSIGNED_SHORT, true);
    upload(gl, 1, groups, 1, gl.UNSIGNED_BYTE, false);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    return new PointCloud(gl, program, groups.length);
  }

  draw({ view, width, height, shown, palette, scale }: Scene): void {
    const gl = this.#gl;
    const ratio = gl.canvas.width / width;
    const { size, view: viewAt, diameter, shown: shownAt, palette: paletteAt, strength } = this.#uniforms;
    gl.viewport(0, 0, gl.canvas.width, gl.canvas.height);
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT);
    gl.uniform2f(size, width, height);
    gl.uniform3f(viewAt, view.side, view.x, view.y);
    // Small where all are seen, so that clusters have a grain; as large as a mark that can be told apart where few are.
    gl.uniform1f(diameter, ratio * Math.min(16, Math.max(3, (view.side / 260) * Math.sqrt(scale) ** 0.5)));
    gl.uniform1f(strength, scale < 3 ? 0.75 : 0.95);
    gl.uniform1i(shownAt, shown.reduce((bits, is, i) => bits | (is ? 1 << i : 0), 0)); // prettier-ignore
    gl.uniform3fv(paletteAt, palette.flat());
    gl.drawArrays(gl.POINTS, 0, this.#count);
  }

  dispose(): void {
    this.#gl.getExtension('WEBGL_lose_context')?.loseContext();
  }
}

function build(gl: WebGL2RenderingContext): WebGLProgram | null {
  const program = gl.createProgram();
  for (const [kind, source] of [
    [gl.VERTEX_SHADER, VERTEX],
    [gl.FRAGMENT_SHADER, FRAGMENT],
  ] as const) {
    // prettier-ignore
    const shader = gl.createShader(kind);
    if (!shader) return null;
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  if (gl.getProgramParameter(program, gl.LINK_STATUS)) return program;
  console.warn('The map’s shader was refused:', gl.getProgramInfoLog(program));
  return null;
}

function upload(gl: WebGL2RenderingContext, location: number, values: AllowSharedBufferSource, width: number, type: number, normalised: boolean): void {
  gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
  gl.bufferData(gl.ARRAY_BUFFER, values, gl.STATIC_DRAW);
  gl.enableVertexAttribArray(location);
  gl.vertexAttribPointer(location, width, type, normalised, 0, 0);
}

/**
 * What went wrong, out of onnxruntime's message: the innermost part, without error numbers and places in its source. For example
 * "failed to call OrtRun(). ERROR_CODE: 1, ERROR_MESSAGE: ... Status Message: /a/b.cc:562 ... [ONNXRuntimeError] : 1 : FAIL : no memory".
 */
export function onnxMessage(detail: string): string {
  const line = detail.split('\n', 1)[0]!;
  const innermost = line
    .replace(/^.*\[ONNXRuntimeError\] : \d+ : \w+ : /, '')
    .replace(/^.*(?:ERROR_MESSAGE|Status Message): /, '')
    .replace(/^\S+\.(?:cc|h|cpp):\d+ .*? was false\. /, '')
    .trim();
  return innermost || line || 'no reason was given';
}

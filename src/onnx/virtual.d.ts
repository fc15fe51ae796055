/** Written by scripts/viteFiles.ts. */
declare module 'virtual:onnxruntime-files' {
  const files: Readonly<Record<string, { bytes: number; sha256: string }>>;
  export default files;
}

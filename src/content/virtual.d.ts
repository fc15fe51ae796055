/** Written by scripts/catalogues.ts; read by catalogues.ts. */
declare module 'virtual:catalogues' {
  const catalogues: readonly { bundle: string; name: string; items: number }[];
  export default catalogues;
}

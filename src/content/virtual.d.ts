/** Written by scripts/catalogues.ts. */
declare module 'virtual:catalogues' {
  const catalogues: readonly import('./catalogues').KnownCatalogue[];
  export default catalogues;
}

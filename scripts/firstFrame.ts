/**
 * The page's first picture. The build renders the page's own components (src/ui/firstFrame.tsx) in each language, and writes what comes out into index.html, a
 * template for each; public/boot.js shows the visitor's, and src/main.tsx takes it over. The policy lets no style stand in an attribute: each becomes a
 * rule of `virtual:first-frame.css`, which is empty while developing.
 */
import { runnerImport, type Plugin } from 'vite';
import { catalogues } from './catalogues';

const VIRTUAL = 'virtual:first-frame.css';
interface Frame {
  language: string;
  /** For `<html lang>`. */
  lang: string;
  html: string;
}

/** Takes the styles out of attributes: elements of the same style get the same number, and a rule has it. */
export function withoutStyles(html: string, numbers: Map<string, number>): string {
  return html.replace(/ style="([^"]*)"/g, (_, style: string) => {
    if (style.includes('&')) throw new Error(`A style of the first picture needs characters that a rule would not take: ${style}`);
    if (!numbers.has(style)) numbers.set(style, numbers.size);
    return ` data-style="${numbers.get(style)}"`;
  });
}

/** The components import their styles, which the build has by itself. */
const noStyles: Plugin = {
  name: 'no-styles',
  enforce: 'pre',
  resolveId: (id) => (id.endsWith('.css') ? '\0no-styles' : undefined),
  load: (id) => (id === '\0no-styles' ? '' : undefined),
};

async function render(): Promise<{ frames: Frame[]; css: string }> {
  const { module } = await runnerImport<{ frames: Frame[] }>('/src/ui/firstFrame.tsx', {
    configFile: false,
    logLevel: 'error',
    plugins: [noStyles, catalogues()],
  });
  const numbers = new Map<string, number>();
  const frames = module.frames.map((frame) => ({ ...frame, html: withoutStyles(frame.html, numbers) }));
  return { frames, css: [...numbers].map(([style, number]) => `[data-style='${number}']{${style}}`).join('\n') };
}

export function firstFrame(): Plugin {
  let rendered: ReturnType<typeof render> | undefined;
  let building = false;
  return {
    name: 'first-frame',
    configResolved: ({ command }) => {
      building = command === 'build';
    },
    resolveId: (id) => (id === VIRTUAL ? `\0${VIRTUAL}` : undefined),
    async load(id) {
      if (id === `\0${VIRTUAL}`) return building ? (await (rendered ??= render())).css : '';
    },
    async transformIndexHtml() {
      if (!building) return [];
      const { frames } = await (rendered ??= render());
      return frames.map(({ language, lang, html }) => ({
        tag: 'template',
        attrs: { 'data-frame': language, lang },
        children: html,
        injectTo: 'body-prepend' as const,
      }));
    },
  };
}

/** Which film of a catalogue a text names. */
import type { Models } from '../src/engine/models';

/** Case and spaces around do not count. */
const plain = (title: string) => title.trim().toLocaleLowerCase('en');

/**
 * Film rows by their titles as the model may write them: whole or cut to maxTitleTokens, without and with the year, which a prompt with two
 * films of one title appends. Several films may have one title.
 */
export function titleIndex({ films, prompts, tokenizer }: Pick<Models, 'films' | 'prompts' | 'tokenizer'>): (text: string) => readonly number[] {
  const rows = new Map<string, number[]>();
  for (const { row, title, year } of films) {
    const written = year ? [title, `${title} (${year})`] : [title];
    const forms = new Set(written.flatMap((form) => [plain(form), plain(tokenizer.decode(prompts.title(form)))]));
    for (const form of forms) if (form) rows.set(form, [...(rows.get(form) ?? []), row]);
  }
  return (text) => rows.get(plain(text)) ?? [];
}

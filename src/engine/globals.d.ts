/**
 * What every host of the engine has: page, worker and Node. tsconfig.engine.json knows no other globals, so that naming the page's or the
 * network's is a type error. Only what the engine, and what it imports, really uses.
 */

interface AbortSignal {
  readonly aborted: boolean;
}

declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>;
}

declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean });
  decode(bytes: Uint8Array): string;
}

declare class URL {
  static canParse(url: string, base?: string): boolean;
  constructor(url: string, base?: string);
  readonly href: string;
  readonly origin: string;
  readonly protocol: string;
  readonly username: string;
  readonly password: string;
  pathname: string;
  search: string;
  hash: string;
}

interface MessagePort {
  onmessage: (() => void) | null;
  postMessage(message: unknown): void;
  close(): void;
}

declare class MessageChannel {
  readonly port1: MessagePort;
  readonly port2: MessagePort;
}

declare const performance: { now(): number };

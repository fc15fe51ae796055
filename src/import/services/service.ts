/** What a service's module gives: how its files are told from others', and their rows. */
import type { Table } from '../file/table';
import type { Row, Service } from '../types';

export interface TableService {
  service: Service;
  /** People write such tables, so that a short last row is no cut file. */
  byHand?: boolean;
  /** `header` has no records yet. */
  recognises(header: Table): boolean;
  /** @param name of the file, for what the content cannot tell: Letterboxd's watchlist looks like what was watched. */
  rows(table: Table, name: string): Row[];
}

export interface JsonService {
  service: Service;
  recognises(value: unknown): boolean;
  rows(value: unknown): Row[];
}

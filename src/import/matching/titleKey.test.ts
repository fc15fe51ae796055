import { describe, expect, it } from 'vitest';
import { articleInFront, bracketed, splitYear, titleKeys } from './titleKey';

describe('titles', () => {
  it('parts title and year', () => {
    expect(splitYear('Heat (1995)')).toEqual({ title: 'Heat', year: 1995 });
    expect(splitYear('Blade Runner 2049')).toEqual({ title: 'Blade Runner 2049', year: null });
    expect(splitYear('1984 (1956)')).toEqual({ title: '1984', year: 1956 });
    expect(splitYear('Series (2010–2014)')).toEqual({ title: 'Series', year: 2010 });
    expect(splitYear('(1995)')).toEqual({ title: '(1995)', year: null });
  });

  it('finds articles at the end in several languages', () => {
    expect(['Matrix, The', "Avventura, L'", 'Boot, Das', 'Twilight Saga, The: Eclipse', 'Laugh, Clown, Laugh'].map(articleInFront)).toEqual([
      'The Matrix',
      "L'Avventura",
      'Das Boot',
      'The Twilight Saga: Eclipse',
      'Laugh, Clown, Laugh',
    ]);
  });

  it('keeps brackets that belong to a title', () => {
    expect(bracketed('(500) Days of Summer')).toEqual([]);
    expect(bracketed('Seven (a.k.a. Se7en)')).toEqual(['Seven', 'Se7en']);
  });

  it('has numbers in words and "Part" as they are written where it is about spelling, but numerals as digits', () => {
    expect(titleKeys('The Godfather: Part II')).toEqual({ whole: 'thegodfather2', bare: 'godfather2', spelt: 'godfatherpart2' });
    expect(titleKeys("Ocean's Twelve")).toEqual({ whole: 'oceans12', bare: 'oceans12', spelt: 'oceanstwelve' });
    expect(titleKeys('V for Vendetta').spelt).toBe('vforvendetta');
  });

  it('has a key for a title without letters', () => {
    expect(titleKeys('!!!').whole).toBe('!!!');
    expect(titleKeys('[REC]²').whole).toBe('rec2');
  });
});

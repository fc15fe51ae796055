/** The page's words about files of a visitor's history. */

export const IMPORT = {
  button: 'Import history',
  /** The extensions that the services give; what a file is shows in its content. */
  accept: '.zip,.csv,.tsv,.json,.txt,application/zip,text/csv,text/plain,application/json',
  region: 'Imported history',
  privacy: 'Your file is read in this tab: no row of it is sent anywhere.',
  services:
    'From Letterboxd (the whole zip, too), IMDb, Netflix, Trakt, MovieLens or Watcharr, a spreadsheet as CSV, a list with a “Title (Year)” on each line, or Matinee’s own file. You can also drop the file on this page.',
  drop: 'Drop the file to import the history in it',
  profilesTitle: 'Whose history is it?',
  profiles: 'This file holds several people’s. Only the one you choose is read.',
  reading: (name: string) => `Reading ${name} …`,
  oneFile: (name: string) => `“${name}” was read alone: import one file at a time, or the zip that holds them.`,
  names: {
    matinee: 'Matinee',
    letterboxd: 'Letterboxd',
    imdb: 'IMDb',
    netflix: 'Netflix',
    trakt: 'Trakt',
    movielens: 'MovieLens',
    watcharr: 'Watcharr',
    spreadsheet: 'a spreadsheet',
    text: 'a list',
  },
  why: {
    series: 'series or episodes',
    trailer: 'trailers or previews',
    other: 'neither films nor series',
    wanted: 'on the watchlist',
    profile: 'of other profiles',
    'no-title': 'without a title',
  },
  modes: { add: 'Add to my history', replace: 'Replace it' },
  unsure: 'Did you mean …?',
  unsureHelp: 'What is not sure stays out until you tap it.',
  unknown: (count: number) => (count === 1 ? 'One title that the catalogue does not know' : `${count} titles that the catalogue does not know`),
  unknownHelp: 'They stay out. One that you add is read by SBERT, by its title and year, when you ask the model next.',
  none: 'None of these',
  own: 'Add it as my own',
  lowSwitch: 'Also let films I rated below my middle steer',
  lowBadge: 'watched only',
} as const;

export const EXPORT = {
  summary: 'Export',
  matinee: 'Matinee’s file (JSON)',
  letterboxd: 'For Letterboxd (CSV)',
  print: 'Print the recommendations',
  help: 'Matinee’s file has the history and the list, and can be imported again. The CSV is for letterboxd.com/import. Films of your own are in both.',
} as const;

/** What the page says of its own accord: of what was ignored, could not be kept, or is waited for. */
export const notice = {
  bundle: "The bundle “{{bundle}}” in the address was ignored: it must be a folder on this page's own server.",
  device: 'The device “{{device}}” in the address was ignored: it can be webgpu or wasm.',
  kiosk: 'kiosk in the address was ignored: it can be 1.',
  pin: 'pin in the address was ignored: it has four to eight digits.',
  home: 'home in the address was ignored: it is a whole address, such as https://example.org/matinee/.',
  auto: 'auto in the address was ignored: it can be 0, for no answer without a press.',
  language: 'lang in the address was ignored: it can be en, ko or zh.',
  languageMissing: 'The words of this language did not arrive: the page stays as it is.',
  link: 'The history in the link was ignored: it is not understood. Your own history is untouched.',
  linkLong: 'The history in the link was ignored: it is too long. Your own history is untouched.',
  linkLost: '{{lost}} of {{of}} entries of the link were ignored: not understood, twice there, or too many.',
  linkOwn_one: 'An entry of one’s own in the link was ignored: not understood, or too long.',
  linkOwn_other: '{{count}} entries of one’s own in the link were ignored: not understood, or too long.',
  linkUnknown: '“{{parts}}” in the link was ignored: not understood.',
  linkWatchlist: 'The link ranks a watchlist, which does not travel with it: the candidates are other ones.',
  linkCatalogue: 'The link’s candidates come from the whole catalogue, which this bundle cannot search: they are SASRec’s.',
  linkHistory: 'This history came with the link. Undo brings back your own.',
  historyNotKept: 'This browser keeps no data for the page: the history will be gone when you close the tab. Copy the link to keep it.',
  watchlistNotKept: 'This browser keeps no data for the page: the watchlist will be gone when you close the tab.',
  choicesNotKept: 'This browser keeps no data for the page: what you said of the list will be gone when you close the tab.',
  unknown: "{{unknown}} of {{of}} {{items}} were ignored: this bundle's catalogue does not know them.",
  there: '“{{title}}” is in the history already.',
  example: "This bundle's catalogue knows none of the {{items}} of this example.",
  without: '{{why}} The page goes on without them.',
} as const;

/** What the page did, or does, about a crash or a lost device. */
export const recovery = {
  loaded: '{{why}} The model was loaded again{{how}}; your history is kept.',
  loading: '{{why}} The model is being loaded again{{how}}; your history is kept.',
  again: 'The model is loaded again{{how}}; your history is kept.',
  againIn: 'The model is loaded again{{how}} in {{seconds}} s; your history is kept.',
  onWasm: ' on WASM',
  asked: '{{before}} What was asked is asked again.',
  silent: 'Nothing has been heard of {{what}} for {{seconds}} s. The page waits, and goes on by itself when it comes.',
  silentWorker: 'Nothing has been heard of {{what}} for {{seconds}} s. The page waits, and starts it again when nothing comes.',
  worker: 'the worker that runs the models',
  browsing: 'the part of the page that searches the catalogue',
  modelling: 'the part of the page that runs the models',
  device: 'the device and the program for it',
  server: 'the server',
  model: 'the model',
  preparing: 'the device, which prepares {{part}}',
  testing: 'the device, which was to compute a self-test',
} as const;

/** Why the device is not WebGPU. Of what a browser says there is no translation: it stands behind. */
export const fallback = {
  chosen: 'WASM was chosen.',
  absent: 'This browser has no WebGPU.',
  insecure: 'WebGPU needs a page that came over https or from localhost.',
  silent: 'WebGPU did not answer when asked for a graphics adapter.',
  noAdapter: 'This browser has WebGPU, but offers no graphics adapter for it.',
  error: 'WebGPU gave an error.',
  failed: 'A first run on WebGPU failed.',
  twice: 'WebGPU failed twice.',
} as const;

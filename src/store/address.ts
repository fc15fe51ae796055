/** `?bundle=`, `?device=` and `?kiosk=1` of the page's address; what is malformed is ignored with a notice. */
import type { State } from './state';

export interface Address {
  bundle: string | null;
  device: State['deviceChoice'];
  kiosk: boolean;
  notices: string[];
}

const DEVICES: readonly string[] = ['auto', 'webgpu', 'wasm'];

export function readAddress(search: string): Address {
  const parameters = new URLSearchParams(search);
  const notices: string[] = [];
  const device = parameters.get('device');
  if (device !== null && !DEVICES.includes(device)) notices.push(`The device “${device.slice(0, 20)}” in the address was ignored: it can be webgpu or wasm.`);
  const kiosk = parameters.get('kiosk');
  if (kiosk !== null && kiosk !== '1' && kiosk !== '0') notices.push('kiosk in the address was ignored: it can be 1.');
  return {
    bundle: parameters.get('bundle'),
    device: device !== null && DEVICES.includes(device) ? (device as State['deviceChoice']) : 'auto',
    kiosk: kiosk === '1',
    notices,
  };
}

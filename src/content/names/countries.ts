/** Countries by the bundle's English names, as ISO 3166 has them: Intl knows what they are called elsewhere. */
const CODES = {
  'United States': 'US', 'United Kingdom': 'GB', France: 'FR', Japan: 'JP', Canada: 'CA', Italy: 'IT', Germany: 'DE', Australia: 'AU', Spain: 'ES',
  'Hong Kong': 'HK', 'South Korea': 'KR', China: 'CN', Denmark: 'DK', Sweden: 'SE', India: 'IN', Ireland: 'IE', Mexico: 'MX', 'New Zealand': 'NZ',
  Argentina: 'AR', Belgium: 'BE', Iran: 'IR', Brazil: 'BR', Poland: 'PL', Austria: 'AT', Finland: 'FI', Israel: 'IL', Russia: 'RU',
  'South Africa': 'ZA', Thailand: 'TH', Netherlands: 'NL', 'Czech Republic': 'CZ', Norway: 'NO', Switzerland: 'CH', Romania: 'RO', Taiwan: 'TW',
  Chile: 'CL', Greece: 'GR', Iceland: 'IS', Lebanon: 'LB', Philippines: 'PH', Cuba: 'CU', Indonesia: 'ID', Portugal: 'PT', Turkey: 'TR',
  Vietnam: 'VN', Bulgaria: 'BG', Colombia: 'CO', Hungary: 'HU', Luxembourg: 'LU', Palestine: 'PS', Peru: 'PE', Serbia: 'RS', Algeria: 'DZ',
  Bhutan: 'BT', 'Bosnia and Herzegovina': 'BA', Ecuador: 'EC', Egypt: 'EG', Estonia: 'EE', Jamaica: 'JM', Mongolia: 'MN', 'North Macedonia': 'MK',
  'Saudi Arabia': 'SA', Singapore: 'SG', 'United Arab Emirates': 'AE',
} as const; // prettier-ignore

/** @param tag of the language, as Intl has it */
export function countriesIn(tag: string): Record<string, string> {
  const names = new Intl.DisplayNames(tag, { type: 'region', style: 'short' });
  return Object.fromEntries(Object.entries(CODES).map(([name, code]) => [name, names.of(code) ?? name]));
}

/** Words for what is counted from facts. */
export const FACTS = {
  heading: (count: string) => `From the facts of your ${count}`,
  note: 'Counted, not said by the model.',
  from: (place: string) => `from ${THE.has(place) ? 'the ' : ''}${place}`,
  by: (director: string) => `by ${director}`,
  of: (decade: string) => `of the ${decade}`,
  other: (title: string) => `also called ${title}`,
} as const;

const THE = new Set(['United States', 'United Kingdom', 'Netherlands', 'Czech Republic', 'Philippines', 'Soviet Union', 'Dominican Republic']);

/** Colours that kinds have in turn; what a kind is stands beside them in words. */
const colors = ['cyan-7', 'grape-6', 'orange-6', 'green-7', 'pink-6', 'indigo-6', 'yellow-6'] as const;

/** The colour of the kind at a place in the list, as a value of CSS. */
export const colorAt = (n: number): string =>
  `var(--mantine-color-${colors[n % colors.length] ?? colors[0]})`;

/** The languages in which findings are told. */
export const languages = ['en', 'es'] as const;
export type Language = (typeof languages)[number];

/** A text that stands for itself: its first letter is a capital one. */
export const sentence = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

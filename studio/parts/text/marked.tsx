import { Code } from '@mantine/core';

/** A sentence in which what stands between backticks is code: names of files and fields, as the API writes them. */
export const Marked = ({ text }: { text: string }) =>
  text
    .split(/`([^`]+)`/)
    .map((part, at) => (at % 2 === 0 ? part : <Code key={`${at} ${part}`}>{part}</Code>));

/** An icon that says nothing by itself: a path, stroked in a square of 24. */
export const Icon = ({ path, size = 18 }: { path: string; size?: number }) => (
  <svg
    width={size}
    height={size}
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    strokeWidth={1.8}
    strokeLinecap="round"
    strokeLinejoin="round"
    aria-hidden="true"
    focusable="false"
  >
    <path d={path} />
  </svg>
);

/** Icons of the shell and of more than one page. */
export const icons = {
  check: 'M5 12.5 10 17 19 7',
  warning: 'M12 4 3 19.5h18L12 4Zm0 6v4m0 3v.1',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-7.5 8a7.5 7.5 0 0 1 15 0',
  out: 'M10 5H6a1 1 0 0 0-1 1v12a1 1 0 0 0 1 1h4m5-3 4-4-4-4m4 4H10',
  right: 'M9 6l6 6-6 6',
  dots: 'M5 12h.01M12 12h.01M19 12h.01',
  search: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14Zm5-2 4 4',
  inbox: 'M4 13h4.5l1.5 2.5h4L15.5 13H20M6 5h12l2 8v6H4v-6l2-8Z',
} as const;

import { createTheme, type CSSVariablesResolver } from '@mantine/core';

/** How the studio looks. Text on the primary colour is readable in both schemes (WCAG 2.2, AA). */
export const theme = createTheme({
  primaryColor: 'cyan',
  primaryShade: 9,
  autoContrast: true,
  defaultRadius: 'md',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif',
  headings: { fontWeight: '650' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  // A slip beside a dialog does not throw away what was typed in it.
  components: { Modal: { defaultProps: { closeOnClickOutside: false } } },
});

/** Darker than the primary colour, so that white text on it stays readable. */
const hovered = { '--mantine-color-cyan-filled-hover': '#095c6b' };

/** Quiet text, what is wrong at a field, and what the pointer is on stay readable (WCAG 2.2, AA), which Mantine's own are not. */
export const variables: CSSVariablesResolver = ({ colors }) => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': colors.gray[7],
    '--mantine-color-placeholder': colors.gray[7],
    '--mantine-color-error': colors.red[9],
    '--mantine-color-orange-light-color': '#9c3405',
    '--mantine-color-yellow-light-color': '#7a4a00',
    ...hovered,
  },
  dark: {
    '--mantine-color-dimmed': colors.dark[1],
    '--mantine-color-placeholder': colors.dark[1],
    '--mantine-color-error': colors.red[4],
    ...hovered,
  },
});

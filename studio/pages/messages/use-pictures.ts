import { useLocalStorage } from '@mantine/hooks';

/** Whether previews load pictures from the internet; kept in this browser, off until somebody wants it. */
export const usePictures = () => {
  const [withPictures, set] = useLocalStorage<boolean>({
    key: 'ciclo.studio.pictures',
    defaultValue: false,
    getInitialValueInEffect: false,
  });
  return { withPictures, set };
};

export declare const isInstalled: (root: string) => boolean;
export declare const noteInstalled: (root: string) => void;

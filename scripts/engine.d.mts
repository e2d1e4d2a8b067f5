export const ENGINE: string[];

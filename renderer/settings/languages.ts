import type { Language } from '../../src/api/shell.ts';

/** Each language by its own name: whoever cannot read the present one finds theirs. */
export const endonyms: { readonly [L in Language]: string } = { en: 'English', 'zh-CN': '简体中文' };

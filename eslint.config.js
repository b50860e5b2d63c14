import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['node_modules/**', 'out/**', 'native/build*/**', 'demo-out/**', 'bench/out/**'] },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['*.js', '*.mjs'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      // Pixels, samples and counters are numbers; printing one in a message is not a slip.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // Tensor code indexes typed arrays in bounds it has just checked.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
    },
  },
  {
    // Command-line programs write to the terminal; that is their job.
    files: ['tools/**', 'bench/**', 'e2e/guest/**', 'src-main/cli/**'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['*.js', '*.mjs', '.*.mjs'],
    ...tseslint.configs.disableTypeChecked,
  },
);

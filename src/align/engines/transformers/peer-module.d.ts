// The peer is optional, and its own types absent where it is not installed: here is as much of it as is used.
declare module "@huggingface/transformers" {
  type Library = import("./peer.js").TransformersLibrary;
  export const AutoTokenizer: Library["AutoTokenizer"];
  export const AutoModelForCausalLM: Library["AutoModelForCausalLM"];
  export const Tensor: Library["Tensor"];
  export const env: Library["env"];
}

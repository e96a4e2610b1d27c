"""A small recurrent encoder of sentences, learned from unlabelled news; runs by onnxruntime where that is installed."""

"""Our own reader of printed lines: a small convolutional network with CTC, run by onnxruntime on one thread."""

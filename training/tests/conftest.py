import torch

torch.set_num_threads(1)  # networks of a test's size lose more to waiting than they win, many times over on a busy machine

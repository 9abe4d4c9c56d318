import torch
import torch.nn as nn
import torch.nn.functional as F
torch.manual_seed(2)
class Net(nn.Module):
    def __init__(self):
        super(Net, self).__init__()
        self.conv1 = nn.Conv2d(1, 2, 3)
        self.pool = nn.MaxPool2d(2, 2)
        self.fc1 = nn.Linear(2 * 3 * 3, 4)
        self.fc2 = nn.Linear(4, 3)
    def forward(self, x):
        x = self.pool(F.relu(self.conv1(x)))
        x = torch.flatten(x, 1)
        x = F.relu(self.fc1(x))
        return self.fc2(x)
net = Net()
print(net)
params = list(net.parameters())
print(len(params), params[0].size())
inputs = torch.rand(4, 1, 8, 8)
labels = torch.tensor([0, 1, 2, 1])
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
for epoch in range(3):
    running_loss = 0.0
    optimizer.zero_grad()
    outputs = net(inputs)
    loss = criterion(outputs, labels)
    loss.backward()
    optimizer.step()
    running_loss += loss.item()
    print(f'[{epoch + 1}] loss: {running_loss:.3f}')
_, predicted = torch.max(net(inputs), 1)
print('Accuracy:', (predicted == labels).sum().item() / labels.size(0) > 0.1)
print(net.conv1.bias.grad.shape, loss.grad_fn.next_functions[0][0] is not None)

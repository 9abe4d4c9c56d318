import torch
import torch.nn as nn
from torch.distributions import Categorical

torch.manual_seed(40)


class Corridor:
    def reset(self):
        self.at = 3
        return self.state()

    def state(self):
        s = torch.zeros(5)
        s[self.at] = 1.0
        return s

    def step(self, action):
        self.at += 1 if action == 1 else -1
        done = self.at in (0, 4)
        reward = 1.0 if self.at == 4 else 0.0
        return self.state(), reward, done


policy = nn.Linear(5, 2)
optimizer = torch.optim.SGD(policy.parameters(), lr=0.5)
env = Corridor()
for episode in range(3):
    state, done, steps = env.reset(), False, 0
    log_probs, rewards = [], []
    while not done and steps < 12:
        m = Categorical(logits=policy(state))
        action = m.sample()
        log_probs.append(m.log_prob(action))
        state, reward, done = env.step(action.item())
        rewards.append(reward)
        steps += 1
    R, returns = 0, []
    for r in rewards[::-1]:
        R = r + 0.9 * R
        returns.insert(0, R)
    returns = torch.tensor(returns)
    policy_loss = sum(-lp * G for lp, G in zip(log_probs, returns))
    optimizer.zero_grad()
    policy_loss.backward()
    optimizer.step()
    print(f"Episode {episode}: {steps} steps, return {sum(rewards)}")

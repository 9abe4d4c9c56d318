import tensorflow as tf

x = tf.constant([1.0, 2.0, 3.0])
with tf.GradientTape() as tape:
    tape.watch(x)
    y = tf.reduce_sum(tf.exp(x) * tf.sin(x))
grad = tape.gradient(y, x)

a = tf.Variable(2.0)
with tf.GradientTape() as outer:
    with tf.GradientTape() as inner:
        c = a * a * a
    first = inner.gradient(c, a)
second = outer.gradient(first, a)
print(first.numpy(), second.numpy())

logits = tf.Variable([[1.0, 2.0, 0.5]])
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=[1], logits=logits))
dlogits = tape.gradient(loss, logits)
m = tf.matmul(tf.ones([2, 3]), tf.transpose(tf.ones([2, 3])))
print(tf.reduce_max(m).numpy(), tf.argmax(logits, axis=1).numpy())

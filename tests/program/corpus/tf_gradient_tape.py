import tensorflow as tf

x = tf.Variable(3.0)
with tf.GradientTape() as tape:
    y = x**2
dy_dx = tape.gradient(y, x)
print(dy_dx.numpy())

w = tf.Variable([[0.1, 0.2], [0.3, -0.4], [0.5, 0.6]], name='w')
b = tf.Variable(tf.zeros(2, dtype=tf.float32), name='b')
v = tf.constant([[1., 2., 3.]])
with tf.GradientTape(persistent=True) as tape:
    out = v @ w + b
    loss = tf.reduce_mean(out**2)
[dl_dw, dl_db] = tape.gradient(loss, [w, b])
print(w.shape, dl_dw.shape)
my_vars = {'w': w, 'b': b}
grad = tape.gradient(loss, my_vars)
print(sorted(grad))

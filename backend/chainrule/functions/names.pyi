"""The functions of the package, by name. Written by backend/write_stubs.py."""

from chainrule.functional import abs as abs
from chainrule.functional import absolute as absolute
from chainrule.functional import acos as acos
from chainrule.functional import acosh as acosh
from chainrule.functional import adaptive_avg_pool1d as adaptive_avg_pool1d
from chainrule.functional import adaptive_avg_pool2d as adaptive_avg_pool2d
from chainrule.functional import adaptive_avg_pool3d as adaptive_avg_pool3d
from chainrule.functional import adaptive_max_pool1d as adaptive_max_pool1d
from chainrule.functional import adaptive_max_pool2d as adaptive_max_pool2d
from chainrule.functional import adaptive_max_pool3d as adaptive_max_pool3d
from chainrule.functional import add as add
from chainrule.functional import addbmm as addbmm
from chainrule.functional import addcdiv as addcdiv
from chainrule.functional import addcmul as addcmul
from chainrule.functional import addmm as addmm
from chainrule.functional import addmv as addmv
from chainrule.functional import addr as addr
from chainrule.functional import affine_grid as affine_grid
from chainrule.functional import all as all
from chainrule.functional import allclose as allclose
from chainrule.functional import alpha_dropout as alpha_dropout
from chainrule.functional import amax as amax
from chainrule.functional import amin as amin
from chainrule.functional import aminmax as aminmax
from chainrule.functional import any as any
from chainrule.functional import arange as arange
from chainrule.functional import arccos as arccos
from chainrule.functional import arccosh as arccosh
from chainrule.functional import arcsin as arcsin
from chainrule.functional import arcsinh as arcsinh
from chainrule.functional import arctan as arctan
from chainrule.functional import arctan2 as arctan2
from chainrule.functional import arctanh as arctanh
from chainrule.functional import argmax as argmax
from chainrule.functional import argmin as argmin
from chainrule.functional import argsort as argsort
from chainrule.functional import as_tensor as as_tensor
from chainrule.functional import asarray as asarray
from chainrule.functional import asin as asin
from chainrule.functional import asinh as asinh
from chainrule.functional import atan as atan
from chainrule.functional import atan2 as atan2
from chainrule.functional import atanh as atanh
from chainrule.functional import atleast_1d as atleast_1d
from chainrule.functional import atleast_2d as atleast_2d
from chainrule.functional import atleast_3d as atleast_3d
from chainrule.functional import avg_pool1d as avg_pool1d
from chainrule.functional import avg_pool2d as avg_pool2d
from chainrule.functional import avg_pool3d as avg_pool3d
from chainrule.functional import baddbmm as baddbmm
from chainrule.functional import batch_norm as batch_norm
from chainrule.functional import bce as bce
from chainrule.functional import bce_with_logits as bce_with_logits
from chainrule.functional import bernoulli as bernoulli
from chainrule.functional import bilinear as bilinear
from chainrule.functional import binary_cross_entropy as binary_cross_entropy
from chainrule.functional import binary_cross_entropy_with_logits as binary_cross_entropy_with_logits
from chainrule.functional import bincount as bincount
from chainrule.functional import bitwise_and as bitwise_and
from chainrule.functional import bitwise_left_shift as bitwise_left_shift
from chainrule.functional import bitwise_not as bitwise_not
from chainrule.functional import bitwise_or as bitwise_or
from chainrule.functional import bitwise_right_shift as bitwise_right_shift
from chainrule.functional import bitwise_xor as bitwise_xor
from chainrule.functional import block_diag as block_diag
from chainrule.functional import bmm as bmm
from chainrule.functional import broadcast_tensors as broadcast_tensors
from chainrule.functional import broadcast_to as broadcast_to
from chainrule.functional import bucketize as bucketize
from chainrule.functional import cartesian_prod as cartesian_prod
from chainrule.functional import cat as cat
from chainrule.functional import cdist as cdist
from chainrule.functional import ceil as ceil
from chainrule.functional import celu as celu
from chainrule.functional import channel_shuffle as channel_shuffle
from chainrule.functional import cholesky as cholesky
from chainrule.functional import cholesky_solve as cholesky_solve
from chainrule.functional import chunk as chunk
from chainrule.functional import clamp as clamp
from chainrule.functional import clamp_max as clamp_max
from chainrule.functional import clamp_min as clamp_min
from chainrule.functional import clip as clip
from chainrule.functional import clone as clone
from chainrule.functional import column_stack as column_stack
from chainrule.functional import combinations as combinations
from chainrule.functional import concat as concat
from chainrule.functional import concatenate as concatenate
from chainrule.functional import conv1d as conv1d
from chainrule.functional import conv2d as conv2d
from chainrule.functional import conv3d as conv3d
from chainrule.functional import conv_transpose1d as conv_transpose1d
from chainrule.functional import conv_transpose2d as conv_transpose2d
from chainrule.functional import conv_transpose3d as conv_transpose3d
from chainrule.functional import copy as copy
from chainrule.functional import copysign as copysign
from chainrule.functional import corrcoef as corrcoef
from chainrule.functional import cos as cos
from chainrule.functional import cosh as cosh
from chainrule.functional import cosine_embedding_loss as cosine_embedding_loss
from chainrule.functional import cosine_similarity as cosine_similarity
from chainrule.functional import count_nonzero as count_nonzero
from chainrule.functional import cov as cov
from chainrule.functional import cross as cross
from chainrule.functional import cross_entropy as cross_entropy
from chainrule.functional import ctc_loss as ctc_loss
from chainrule.functional import cummax as cummax
from chainrule.functional import cummin as cummin
from chainrule.functional import cumprod as cumprod
from chainrule.functional import cumsum as cumsum
from chainrule.functional import deg2rad as deg2rad
from chainrule.functional import det as det
from chainrule.functional import detach as detach
from chainrule.functional import diag as diag
from chainrule.functional import diag_embed as diag_embed
from chainrule.functional import diagflat as diagflat
from chainrule.functional import diagonal as diagonal
from chainrule.functional import diff as diff
from chainrule.functional import digamma as digamma
from chainrule.functional import dist as dist
from chainrule.functional import div as div
from chainrule.functional import divide as divide
from chainrule.functional import dot as dot
from chainrule.functional import dropout as dropout
from chainrule.functional import dropout1d as dropout1d
from chainrule.functional import dropout2d as dropout2d
from chainrule.functional import dropout3d as dropout3d
from chainrule.functional import dsplit as dsplit
from chainrule.functional import dstack as dstack
from chainrule.functional import einsum as einsum
from chainrule.functional import elu as elu
from chainrule.functional import embedding as embedding
from chainrule.functional import embedding_bag as embedding_bag
from chainrule.functional import empty as empty
from chainrule.functional import empty_like as empty_like
from chainrule.functional import eq as eq
from chainrule.functional import equal as equal
from chainrule.functional import erf as erf
from chainrule.functional import erfc as erfc
from chainrule.functional import erfinv as erfinv
from chainrule.functional import exp as exp
from chainrule.functional import exp2 as exp2
from chainrule.functional import expand as expand
from chainrule.functional import expand_as as expand_as
from chainrule.functional import expand_dims as expand_dims
from chainrule.functional import expit as expit
from chainrule.functional import expm1 as expm1
from chainrule.functional import eye as eye
from chainrule.functional import fabs as fabs
from chainrule.functional import feature_alpha_dropout as feature_alpha_dropout
from chainrule.functional import feature_dropout as feature_dropout
from chainrule.functional import fix as fix
from chainrule.functional import flatten as flatten
from chainrule.functional import flip as flip
from chainrule.functional import fliplr as fliplr
from chainrule.functional import flipud as flipud
from chainrule.functional import float_power as float_power
from chainrule.functional import floor as floor
from chainrule.functional import floor_divide as floor_divide
from chainrule.functional import fmax as fmax
from chainrule.functional import fmin as fmin
from chainrule.functional import fmod as fmod
from chainrule.functional import fold as fold
from chainrule.functional import frac as frac
from chainrule.functional import from_numpy as from_numpy
from chainrule.functional import full as full
from chainrule.functional import full_like as full_like
from chainrule.functional import gather as gather
from chainrule.functional import gaussian_nll_loss as gaussian_nll_loss
from chainrule.functional import ge as ge
from chainrule.functional import gelu as gelu
from chainrule.functional import glu as glu
from chainrule.functional import greater as greater
from chainrule.functional import greater_equal as greater_equal
from chainrule.functional import grid_sample as grid_sample
from chainrule.functional import group_norm as group_norm
from chainrule.functional import gt as gt
from chainrule.functional import gumbel_softmax as gumbel_softmax
from chainrule.functional import hardshrink as hardshrink
from chainrule.functional import hardsigmoid as hardsigmoid
from chainrule.functional import hardswish as hardswish
from chainrule.functional import hardtanh as hardtanh
from chainrule.functional import heaviside as heaviside
from chainrule.functional import hinge_embedding_loss as hinge_embedding_loss
from chainrule.functional import histc as histc
from chainrule.functional import hsplit as hsplit
from chainrule.functional import hstack as hstack
from chainrule.functional import huber as huber
from chainrule.functional import hypot as hypot
from chainrule.functional import index_add as index_add
from chainrule.functional import index_fill as index_fill
from chainrule.functional import index_put as index_put
from chainrule.functional import index_select as index_select
from chainrule.functional import inner as inner
from chainrule.functional import inner_product as inner_product
from chainrule.functional import instance_norm as instance_norm
from chainrule.functional import interpolate as interpolate
from chainrule.functional import inv as inv
from chainrule.functional import inverse as inverse
from chainrule.functional import invert as invert
from chainrule.functional import is_tensor as is_tensor
from chainrule.functional import isclose as isclose
from chainrule.functional import isfinite as isfinite
from chainrule.functional import isin as isin
from chainrule.functional import isinf as isinf
from chainrule.functional import isnan as isnan
from chainrule.functional import kl_div as kl_div
from chainrule.functional import kron as kron
from chainrule.functional import kthvalue as kthvalue
from chainrule.functional import l1_loss as l1_loss
from chainrule.functional import layer_norm as layer_norm
from chainrule.functional import le as le
from chainrule.functional import leaky_relu as leaky_relu
from chainrule.functional import lerp as lerp
from chainrule.functional import less as less
from chainrule.functional import less_equal as less_equal
from chainrule.functional import lgamma as lgamma
from chainrule.functional import linalg_vecdot as linalg_vecdot
from chainrule.functional import linear as linear
from chainrule.functional import linspace as linspace
from chainrule.functional import local_response_norm as local_response_norm
from chainrule.functional import log as log
from chainrule.functional import log10 as log10
from chainrule.functional import log1p as log1p
from chainrule.functional import log2 as log2
from chainrule.functional import log_softmax as log_softmax
from chainrule.functional import logaddexp as logaddexp
from chainrule.functional import logaddexp2 as logaddexp2
from chainrule.functional import logcumsumexp as logcumsumexp
from chainrule.functional import logdet as logdet
from chainrule.functional import logical_and as logical_and
from chainrule.functional import logical_not as logical_not
from chainrule.functional import logical_or as logical_or
from chainrule.functional import logical_xor as logical_xor
from chainrule.functional import logit as logit
from chainrule.functional import logsigmoid as logsigmoid
from chainrule.functional import logspace as logspace
from chainrule.functional import logsumexp as logsumexp
from chainrule.functional import lp_pool1d as lp_pool1d
from chainrule.functional import lp_pool2d as lp_pool2d
from chainrule.functional import lp_pool3d as lp_pool3d
from chainrule.functional import lt as lt
from chainrule.functional import manual_seed as manual_seed
from chainrule.functional import margin_ranking_loss as margin_ranking_loss
from chainrule.functional import masked_fill as masked_fill
from chainrule.functional import masked_scatter as masked_scatter
from chainrule.functional import masked_select as masked_select
from chainrule.functional import matmul as matmul
from chainrule.functional import matrix_power as matrix_power
from chainrule.functional import max as max
from chainrule.functional import max_pool1d as max_pool1d
from chainrule.functional import max_pool2d as max_pool2d
from chainrule.functional import max_pool3d as max_pool3d
from chainrule.functional import max_unpool1d as max_unpool1d
from chainrule.functional import max_unpool2d as max_unpool2d
from chainrule.functional import max_unpool3d as max_unpool3d
from chainrule.functional import maximum as maximum
from chainrule.functional import mean as mean
from chainrule.functional import median as median
from chainrule.functional import meshgrid as meshgrid
from chainrule.functional import min as min
from chainrule.functional import minimum as minimum
from chainrule.functional import mish as mish
from chainrule.functional import mm as mm
from chainrule.functional import mod as mod
from chainrule.functional import moveaxis as moveaxis
from chainrule.functional import movedim as movedim
from chainrule.functional import mse as mse
from chainrule.functional import msort as msort
from chainrule.functional import mul as mul
from chainrule.functional import multi_dot as multi_dot
from chainrule.functional import multi_head_attention as multi_head_attention
from chainrule.functional import multi_margin_loss as multi_margin_loss
from chainrule.functional import multilabel_margin_loss as multilabel_margin_loss
from chainrule.functional import multilabel_soft_margin_loss as multilabel_soft_margin_loss
from chainrule.functional import multinomial as multinomial
from chainrule.functional import multiply as multiply
from chainrule.functional import mv as mv
from chainrule.functional import nan_to_num as nan_to_num
from chainrule.functional import nanmean as nanmean
from chainrule.functional import nansum as nansum
from chainrule.functional import narrow as narrow
from chainrule.functional import native_channel_shuffle as native_channel_shuffle
from chainrule.functional import ne as ne
from chainrule.functional import neg as neg
from chainrule.functional import negative as negative
from chainrule.functional import nll_loss as nll_loss
from chainrule.functional import nonzero as nonzero
from chainrule.functional import norm as norm
from chainrule.functional import normal as normal
from chainrule.functional import normalize as normalize
from chainrule.functional import not_equal as not_equal
from chainrule.functional import numel as numel
from chainrule.functional import one_hot as one_hot
from chainrule.functional import ones as ones
from chainrule.functional import ones_like as ones_like
from chainrule.functional import outer as outer
from chainrule.functional import pad as pad
from chainrule.functional import pairwise_distance as pairwise_distance
from chainrule.functional import pdist as pdist
from chainrule.functional import permute as permute
from chainrule.functional import pinv as pinv
from chainrule.functional import pixel_shuffle as pixel_shuffle
from chainrule.functional import pixel_unshuffle as pixel_unshuffle
from chainrule.functional import poisson_nll_loss as poisson_nll_loss
from chainrule.functional import polygamma as polygamma
from chainrule.functional import pow as pow
from chainrule.functional import power as power
from chainrule.functional import prelu as prelu
from chainrule.functional import prod as prod
from chainrule.functional import psi as psi
from chainrule.functional import qr as qr
from chainrule.functional import quantile as quantile
from chainrule.functional import rad2deg as rad2deg
from chainrule.functional import rand as rand
from chainrule.functional import rand_like as rand_like
from chainrule.functional import randint as randint
from chainrule.functional import randn as randn
from chainrule.functional import randn_like as randn_like
from chainrule.functional import randperm as randperm
from chainrule.functional import ravel as ravel
from chainrule.functional import reciprocal as reciprocal
from chainrule.functional import relu as relu
from chainrule.functional import relu6 as relu6
from chainrule.functional import remainder as remainder
from chainrule.functional import repeat as repeat
from chainrule.functional import repeat_interleave as repeat_interleave
from chainrule.functional import reshape as reshape
from chainrule.functional import reshape_as as reshape_as
from chainrule.functional import rms_norm as rms_norm
from chainrule.functional import roll as roll
from chainrule.functional import rot90 as rot90
from chainrule.functional import round as round
from chainrule.functional import row_stack as row_stack
from chainrule.functional import rrelu as rrelu
from chainrule.functional import rsqrt as rsqrt
from chainrule.functional import scaled_dot_product_attention as scaled_dot_product_attention
from chainrule.functional import scatter as scatter
from chainrule.functional import scatter_add as scatter_add
from chainrule.functional import scatter_reduce as scatter_reduce
from chainrule.functional import searchsorted as searchsorted
from chainrule.functional import select as select
from chainrule.functional import selu as selu
from chainrule.functional import sigmoid as sigmoid
from chainrule.functional import sign as sign
from chainrule.functional import silu as silu
from chainrule.functional import sin as sin
from chainrule.functional import sinc as sinc
from chainrule.functional import sinh as sinh
from chainrule.functional import slogdet as slogdet
from chainrule.functional import smooth_l1_loss as smooth_l1_loss
from chainrule.functional import soft_margin_loss as soft_margin_loss
from chainrule.functional import softmax as softmax
from chainrule.functional import softmin as softmin
from chainrule.functional import softplus as softplus
from chainrule.functional import softshrink as softshrink
from chainrule.functional import softsign as softsign
from chainrule.functional import solve as solve
from chainrule.functional import sort as sort
from chainrule.functional import split as split
from chainrule.functional import sqrt as sqrt
from chainrule.functional import square as square
from chainrule.functional import squeeze as squeeze
from chainrule.functional import stack as stack
from chainrule.functional import std as std
from chainrule.functional import std_mean as std_mean
from chainrule.functional import stop_gradient as stop_gradient
from chainrule.functional import sub as sub
from chainrule.functional import subtract as subtract
from chainrule.functional import sum as sum
from chainrule.functional import swapaxes as swapaxes
from chainrule.functional import swapdims as swapdims
from chainrule.functional import swish as swish
from chainrule.functional import t as t
from chainrule.functional import take as take
from chainrule.functional import take_along_dim as take_along_dim
from chainrule.functional import tan as tan
from chainrule.functional import tanh as tanh
from chainrule.functional import tanhshrink as tanhshrink
from chainrule.functional import tensor_split as tensor_split
from chainrule.functional import tensordot as tensordot
from chainrule.functional import threshold as threshold
from chainrule.functional import tile as tile
from chainrule.functional import to as to
from chainrule.functional import topk as topk
from chainrule.functional import trace as trace
from chainrule.functional import transpose as transpose
from chainrule.functional import trapezoid as trapezoid
from chainrule.functional import trapz as trapz
from chainrule.functional import tril as tril
from chainrule.functional import tril_indices as tril_indices
from chainrule.functional import triplet_margin_loss as triplet_margin_loss
from chainrule.functional import triplet_margin_with_distance_loss as triplet_margin_with_distance_loss
from chainrule.functional import triu as triu
from chainrule.functional import triu_indices as triu_indices
from chainrule.functional import true_divide as true_divide
from chainrule.functional import trunc as trunc
from chainrule.functional import unbind as unbind
from chainrule.functional import unflatten as unflatten
from chainrule.functional import unfold as unfold
from chainrule.functional import unfold_along as unfold_along
from chainrule.functional import unique as unique
from chainrule.functional import unsqueeze as unsqueeze
from chainrule.functional import vander as vander
from chainrule.functional import var as var
from chainrule.functional import var_mean as var_mean
from chainrule.functional import vdot as vdot
from chainrule.functional import vecdot as vecdot
from chainrule.functional import view as view
from chainrule.functional import view_as as view_as
from chainrule.functional import vsplit as vsplit
from chainrule.functional import vstack as vstack
from chainrule.functional import where as where
from chainrule.functional import xlogy as xlogy
from chainrule.functional import zeros as zeros
from chainrule.functional import zeros_like as zeros_like

__all__ = [
    "abs",
    "absolute",
    "acos",
    "acosh",
    "adaptive_avg_pool1d",
    "adaptive_avg_pool2d",
    "adaptive_avg_pool3d",
    "adaptive_max_pool1d",
    "adaptive_max_pool2d",
    "adaptive_max_pool3d",
    "add",
    "addbmm",
    "addcdiv",
    "addcmul",
    "addmm",
    "addmv",
    "addr",
    "affine_grid",
    "all",
    "allclose",
    "alpha_dropout",
    "amax",
    "amin",
    "aminmax",
    "any",
    "arange",
    "arccos",
    "arccosh",
    "arcsin",
    "arcsinh",
    "arctan",
    "arctan2",
    "arctanh",
    "argmax",
    "argmin",
    "argsort",
    "as_tensor",
    "asarray",
    "asin",
    "asinh",
    "atan",
    "atan2",
    "atanh",
    "atleast_1d",
    "atleast_2d",
    "atleast_3d",
    "avg_pool1d",
    "avg_pool2d",
    "avg_pool3d",
    "baddbmm",
    "batch_norm",
    "bce",
    "bce_with_logits",
    "bernoulli",
    "bilinear",
    "binary_cross_entropy",
    "binary_cross_entropy_with_logits",
    "bincount",
    "bitwise_and",
    "bitwise_left_shift",
    "bitwise_not",
    "bitwise_or",
    "bitwise_right_shift",
    "bitwise_xor",
    "block_diag",
    "bmm",
    "broadcast_tensors",
    "broadcast_to",
    "bucketize",
    "cartesian_prod",
    "cat",
    "cdist",
    "ceil",
    "celu",
    "channel_shuffle",
    "cholesky",
    "cholesky_solve",
    "chunk",
    "clamp",
    "clamp_max",
    "clamp_min",
    "clip",
    "clone",
    "column_stack",
    "combinations",
    "concat",
    "concatenate",
    "conv1d",
    "conv2d",
    "conv3d",
    "conv_transpose1d",
    "conv_transpose2d",
    "conv_transpose3d",
    "copy",
    "copysign",
    "corrcoef",
    "cos",
    "cosh",
    "cosine_embedding_loss",
    "cosine_similarity",
    "count_nonzero",
    "cov",
    "cross",
    "cross_entropy",
    "ctc_loss",
    "cummax",
    "cummin",
    "cumprod",
    "cumsum",
    "deg2rad",
    "det",
    "detach",
    "diag",
    "diag_embed",
    "diagflat",
    "diagonal",
    "diff",
    "digamma",
    "dist",
    "div",
    "divide",
    "dot",
    "dropout",
    "dropout1d",
    "dropout2d",
    "dropout3d",
    "dsplit",
    "dstack",
    "einsum",
    "elu",
    "embedding",
    "embedding_bag",
    "empty",
    "empty_like",
    "eq",
    "equal",
    "erf",
    "erfc",
    "erfinv",
    "exp",
    "exp2",
    "expand",
    "expand_as",
    "expand_dims",
    "expit",
    "expm1",
    "eye",
    "fabs",
    "feature_alpha_dropout",
    "feature_dropout",
    "fix",
    "flatten",
    "flip",
    "fliplr",
    "flipud",
    "float_power",
    "floor",
    "floor_divide",
    "fmax",
    "fmin",
    "fmod",
    "fold",
    "frac",
    "from_numpy",
    "full",
    "full_like",
    "gather",
    "gaussian_nll_loss",
    "ge",
    "gelu",
    "glu",
    "greater",
    "greater_equal",
    "grid_sample",
    "group_norm",
    "gt",
    "gumbel_softmax",
    "hardshrink",
    "hardsigmoid",
    "hardswish",
    "hardtanh",
    "heaviside",
    "hinge_embedding_loss",
    "histc",
    "hsplit",
    "hstack",
    "huber",
    "hypot",
    "index_add",
    "index_fill",
    "index_put",
    "index_select",
    "inner",
    "inner_product",
    "instance_norm",
    "interpolate",
    "inv",
    "inverse",
    "invert",
    "is_tensor",
    "isclose",
    "isfinite",
    "isin",
    "isinf",
    "isnan",
    "kl_div",
    "kron",
    "kthvalue",
    "l1_loss",
    "layer_norm",
    "le",
    "leaky_relu",
    "lerp",
    "less",
    "less_equal",
    "lgamma",
    "linalg_vecdot",
    "linear",
    "linspace",
    "local_response_norm",
    "log",
    "log10",
    "log1p",
    "log2",
    "log_softmax",
    "logaddexp",
    "logaddexp2",
    "logcumsumexp",
    "logdet",
    "logical_and",
    "logical_not",
    "logical_or",
    "logical_xor",
    "logit",
    "logsigmoid",
    "logspace",
    "logsumexp",
    "lp_pool1d",
    "lp_pool2d",
    "lp_pool3d",
    "lt",
    "manual_seed",
    "margin_ranking_loss",
    "masked_fill",
    "masked_scatter",
    "masked_select",
    "matmul",
    "matrix_power",
    "max",
    "max_pool1d",
    "max_pool2d",
    "max_pool3d",
    "max_unpool1d",
    "max_unpool2d",
    "max_unpool3d",
    "maximum",
    "mean",
    "median",
    "meshgrid",
    "min",
    "minimum",
    "mish",
    "mm",
    "mod",
    "moveaxis",
    "movedim",
    "mse",
    "msort",
    "mul",
    "multi_dot",
    "multi_head_attention",
    "multi_margin_loss",
    "multilabel_margin_loss",
    "multilabel_soft_margin_loss",
    "multinomial",
    "multiply",
    "mv",
    "nan_to_num",
    "nanmean",
    "nansum",
    "narrow",
    "native_channel_shuffle",
    "ne",
    "neg",
    "negative",
    "nll_loss",
    "nonzero",
    "norm",
    "normal",
    "normalize",
    "not_equal",
    "numel",
    "one_hot",
    "ones",
    "ones_like",
    "outer",
    "pad",
    "pairwise_distance",
    "pdist",
    "permute",
    "pinv",
    "pixel_shuffle",
    "pixel_unshuffle",
    "poisson_nll_loss",
    "polygamma",
    "pow",
    "power",
    "prelu",
    "prod",
    "psi",
    "qr",
    "quantile",
    "rad2deg",
    "rand",
    "rand_like",
    "randint",
    "randn",
    "randn_like",
    "randperm",
    "ravel",
    "reciprocal",
    "relu",
    "relu6",
    "remainder",
    "repeat",
    "repeat_interleave",
    "reshape",
    "reshape_as",
    "rms_norm",
    "roll",
    "rot90",
    "round",
    "row_stack",
    "rrelu",
    "rsqrt",
    "scaled_dot_product_attention",
    "scatter",
    "scatter_add",
    "scatter_reduce",
    "searchsorted",
    "select",
    "selu",
    "sigmoid",
    "sign",
    "silu",
    "sin",
    "sinc",
    "sinh",
    "slogdet",
    "smooth_l1_loss",
    "soft_margin_loss",
    "softmax",
    "softmin",
    "softplus",
    "softshrink",
    "softsign",
    "solve",
    "sort",
    "split",
    "sqrt",
    "square",
    "squeeze",
    "stack",
    "std",
    "std_mean",
    "stop_gradient",
    "sub",
    "subtract",
    "sum",
    "swapaxes",
    "swapdims",
    "swish",
    "t",
    "take",
    "take_along_dim",
    "tan",
    "tanh",
    "tanhshrink",
    "tensor_split",
    "tensordot",
    "threshold",
    "tile",
    "to",
    "topk",
    "trace",
    "transpose",
    "trapezoid",
    "trapz",
    "tril",
    "tril_indices",
    "triplet_margin_loss",
    "triplet_margin_with_distance_loss",
    "triu",
    "triu_indices",
    "true_divide",
    "trunc",
    "unbind",
    "unflatten",
    "unfold",
    "unfold_along",
    "unique",
    "unsqueeze",
    "vander",
    "var",
    "var_mean",
    "vdot",
    "vecdot",
    "view",
    "view_as",
    "vsplit",
    "vstack",
    "where",
    "xlogy",
    "zeros",
    "zeros_like",
]

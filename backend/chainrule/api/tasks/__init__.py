"""What workers compute, one module per family of endpoints: functions of a desk and plain data."""

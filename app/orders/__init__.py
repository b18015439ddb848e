"""What clients have ordered, from the first word to the day it is paid."""

"""Reads sales.csv from the workspace, prints a summary, and writes chart.png and summary.csv."""

import matplotlib.pyplot as plt
import pandas as pd

sales = pd.read_csv("sales.csv", parse_dates=["date"])
sales["revenue"] = sales["units"] * sales["price"]

monthly = sales.pivot_table(index=sales["date"].dt.strftime("%Y-%m"), columns="region", values="revenue", aggfunc="sum")
monthly.index.name = "month"
monthly.round(2).to_csv("summary.csv")

axes = monthly.plot(kind="bar", rot=0, figsize=(7, 4), title="Revenue by month and region")
axes.set_xlabel("")
axes.figure.tight_layout()
axes.figure.savefig("chart.png", dpi=120)
plt.close(axes.figure)

best = sales.groupby("product")["revenue"].sum().sort_values(ascending=False)
print(monthly.round(2).to_string())
print()
print(f"{len(sales)} sales, {sales['revenue'].sum():,.2f} in all; best seller: {best.index[0]} ({best.iloc[0]:,.2f})")
